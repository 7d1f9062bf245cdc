"""Many runs: the same luck under several agreements.

In: a scenario, agreements, seeds.
Out: rows of measures and paired differences.
"""
