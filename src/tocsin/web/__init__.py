"""The browser's door to an exercise.

In: a browser.
Out: calls of the rooms below.  Still empty; the pace it will keep is in the room below.
"""
