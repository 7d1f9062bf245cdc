"""The statistics of a study: estimates with intervals, paired comparisons, plans of points, when to stop.

In: numbers by run, in run order; seeds.
Out: estimates with intervals, p values, points of a design.

Public: ``interval.mean_estimate``, ``share_estimate``, ``rate_estimate``, ``ratio_of_sums``, ``quantile_estimate``;
``paired.paired_mean``, ``paired_share``; ``multiple.holm``; ``variance.variance_reduction``;
``effects.main_effects``, ``interactions``, ``tornado``; ``plans``; ``sobol.sobol_indices``;
``sequential.stopping``; ``verdict.verdict``.
"""
