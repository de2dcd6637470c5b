"""What is recorded of an assistant in service, and what is decided about people in service."""

from evaluation.models.appraisal_schemes import AppraisalScheme
from evaluation.models.appraisals import Appraisal, AppraisalPeriod, AppraisalRecheck, OfficeMarks
from evaluation.models.attendance import HALVES, Attendance, DailyRules, EarlierWork, Part
from evaluation.models.commendations import Commendation, Honour
from evaluation.models.departures import ENTERED, Departure, OutsideWork
from evaluation.models.dismissals import Dismissal
from evaluation.models.incidents import Defence, Incident, Served
from evaluation.models.leave import STANDING, WAITING, Leave, LeaveState, span_of
from evaluation.models.log import EntryFile, EntryState, LogEntry
from evaluation.models.months import Month
from evaluation.models.objections import Finding, Objection, Way, days_of, runs, what_holds
from evaluation.models.opinions import OpinionCount, OpinionLink
from evaluation.models.packs import AppraisalPack
from evaluation.models.renewals import Choice, Renewal, Ruling
from evaluation.models.returns import EarlyReturn, ReturnState
from evaluation.models.tallies import Tally
from evaluation.models.transfers import Consent, Transfer

__all__ = [
    "ENTERED",
    "HALVES",
    "STANDING",
    "WAITING",
    "Appraisal",
    "AppraisalPack",
    "AppraisalPeriod",
    "AppraisalRecheck",
    "AppraisalScheme",
    "Attendance",
    "Choice",
    "Commendation",
    "Consent",
    "DailyRules",
    "Defence",
    "Departure",
    "Dismissal",
    "EarlierWork",
    "EarlyReturn",
    "EntryFile",
    "EntryState",
    "Finding",
    "Honour",
    "Incident",
    "Leave",
    "LeaveState",
    "LogEntry",
    "Month",
    "Objection",
    "OfficeMarks",
    "OpinionCount",
    "OpinionLink",
    "OutsideWork",
    "Part",
    "Renewal",
    "ReturnState",
    "Ruling",
    "Served",
    "Tally",
    "Transfer",
    "Way",
    "days_of",
    "runs",
    "span_of",
    "what_holds",
]
