"""Evaluation: the duty log, the months of an office, attendance and leave."""

from evaluation.models.attendance import STANDING, WAITING, Attendance, DailyRules, EarlierWork, Leave, LeaveState
from evaluation.models.log import EntryFile, EntryState, LogEntry
from evaluation.models.months import Month

__all__ = [
    "STANDING",
    "WAITING",
    "Attendance",
    "DailyRules",
    "EarlierWork",
    "EntryFile",
    "EntryState",
    "Leave",
    "LeaveState",
    "LogEntry",
    "Month",
]
