"""Many runs: the same luck under several agreements.

In: a scenario, agreements, seeds.
Out: the records, digest and rows of measures of each run.
"""
