"""Who can shoot at what, and when.

In: the picture, stock and doctrine.
Out: engagement plans, and who shoots at what; nothing is launched here.

Public: ``battery.Battery``, ``plan.plan_engagements``; ``allocation/problem``: ``Problem``, ``Allocation``,
``allocation/allocate``: ``allocate``.
"""
