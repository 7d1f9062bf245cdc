"""Doctrine cells: they read, think and act after drawn times, from their own node's view, and remember nothing.

``cells.DoctrineCells`` plays every cell of every nation, and the script of the scenario.
"""
