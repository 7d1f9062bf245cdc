"""Who shoots at what.

In: how probably an interceptor of each battery kills each threat, what threats are worth, what batteries may spend.
Out: how many interceptors of each battery go at each threat, the value that leaks on average, a bound below it.

Public names
------------
``problem``: ``Problem``, ``Allocation``, ``leak_value``.
``allocate``: ``allocate``.
``exact``: ``exact``, ``pattern_count``.
``unopposed``: ``unopposed``.
``greedy``: ``greedy``, ``bound_and_price``.
"""
