"""批量资格预审: a county's sheet in, every row judged, the sheet out again with 结论 and 依据. Nothing of it is kept.

`sheets` reads and writes, `command` is `manage.py screen`. Both stand without Django, so that the command starts at once and needs neither
settings nor services.
"""
