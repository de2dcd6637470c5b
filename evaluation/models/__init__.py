"""What is decided about people in service, their log, the months of an office, attendance and leave."""

from evaluation.models.attendance import STANDING, WAITING, Attendance, DailyRules, EarlierWork, Leave, LeaveState
from evaluation.models.departures import Departure
from evaluation.models.log import EntryFile, EntryState, LogEntry
from evaluation.models.months import Month
from evaluation.models.renewals import Choice, Renewal, Ruling

__all__ = [
    "STANDING",
    "WAITING",
    "Attendance",
    "Choice",
    "DailyRules",
    "Departure",
    "EarlierWork",
    "EntryFile",
    "EntryState",
    "Leave",
    "LeaveState",
    "LogEntry",
    "Month",
    "Renewal",
    "Ruling",
]
