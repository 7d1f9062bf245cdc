"""The statistics of a study: estimates with intervals, paired comparisons, effects of factors, when to stop.

In: numbers by run; seeds.
Out: estimates with intervals, p values, indices.

Public: ``interval.mean_estimate``, ``share_estimate``, ``share_over_runs``, ``rate_estimate``, ``ratio_of_sums``,
``quantile_estimate``; ``paired.paired_mean``, ``paired_share``; ``multiple.holm``; ``variance.variance_reduction``;
``effects.main_effects``, ``interactions``, ``tornado``; ``sobol.sobol_indices``; ``sequential.is_narrow``;
``verdict.verdict``.
"""
