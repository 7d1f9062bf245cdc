"""From a picture to warnings.

In: the picture and the register of notices.
Out: launch warnings, impact warnings, their confidence and their match with notices; drafts of reports.

Public: ``event`` (``WarningEvent``, and what is journaled of it); ``assess.assess``.
"""
