"""The report of a study: one self-contained HTML page, whatever has been played so far.

In: a study's results.
Out: its page: the primary answer first, all else under "Exploratory"; every table and plot with its stamp.

Public: ``page.write_report``, ``page.report_path``.
"""
