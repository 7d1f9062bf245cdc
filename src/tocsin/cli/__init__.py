"""The command line: checks input, calls the rooms, prints.

In: commands. Out: tables, files, exit status (0 done, 1 found wanting, 2 bad input).
"""
