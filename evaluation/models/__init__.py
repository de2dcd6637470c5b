"""What is recorded of an assistant in service."""

from evaluation.models.appraisal_schemes import AppraisalScheme
from evaluation.models.appraisals import Appraisal, AppraisalPeriod, AppraisalRecheck, OfficeMarks
from evaluation.models.opinions import OpinionCount, OpinionLink
from evaluation.models.packs import AppraisalPack

__all__ = [
    "Appraisal",
    "AppraisalPack",
    "AppraisalPeriod",
    "AppraisalRecheck",
    "AppraisalScheme",
    "OfficeMarks",
    "OpinionCount",
    "OpinionLink",
]
