"""Rounds and applications, announcement to contract."""

from recruitment.models.applications import Application, Attachment, Entry, Profile, Recusal, StageResult, Status
from recruitment.models.assessment import Opinion, Side
from recruitment.models.conditions import Condition
from recruitment.models.corrections import Correction
from recruitment.models.counter import CounterEntry
from recruitment.models.desk import SavedView
from recruitment.models.exam import ExamRoom, ExamSite, Mark, Panelist, PanelScore, Recheck, Score, ScoreSheet, Seat, Standing
from recruitment.models.figures import DailyFigure
from recruitment.models.notices import Objection, PublicNotice
from recruitment.models.rounds import Intake, OpeningDecision, OpeningProposal, Round, Scheme, Vacancy

__all__ = [
    "Application",
    "Attachment",
    "Condition",
    "Correction",
    "CounterEntry",
    "DailyFigure",
    "Entry",
    "ExamRoom",
    "ExamSite",
    "Intake",
    "Mark",
    "Objection",
    "OpeningDecision",
    "OpeningProposal",
    "Opinion",
    "PanelScore",
    "Panelist",
    "Profile",
    "PublicNotice",
    "Recheck",
    "Recusal",
    "Round",
    "SavedView",
    "Scheme",
    "Score",
    "ScoreSheet",
    "Seat",
    "Side",
    "StageResult",
    "Standing",
    "Status",
    "Vacancy",
]
