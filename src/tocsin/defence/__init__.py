"""Who can shoot at what, and when.

In: the picture, stock and doctrine.
Out: engagement plans; nothing is launched here.

Public: ``battery.Battery``, ``plan.plan_engagements``.
"""
