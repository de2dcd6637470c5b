"""What is recorded of an assistant in service, and what is decided about people in service."""

from evaluation.models.appraisal_schemes import AppraisalScheme
from evaluation.models.appraisals import Appraisal, AppraisalPeriod, AppraisalRecheck, OfficeMarks
from evaluation.models.departures import Departure
from evaluation.models.opinions import OpinionCount, OpinionLink
from evaluation.models.packs import AppraisalPack
from evaluation.models.renewals import Choice, Renewal, Ruling
from evaluation.models.transfers import Consent, Transfer

__all__ = [
    "Appraisal",
    "AppraisalPack",
    "AppraisalPeriod",
    "AppraisalRecheck",
    "AppraisalScheme",
    "Choice",
    "Consent",
    "Departure",
    "OfficeMarks",
    "OpinionCount",
    "OpinionLink",
    "Renewal",
    "Ruling",
    "Transfer",
]
