"""The papers of appraisal: one person's 考核登记表, and the pack of a whole period."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bureaus.models import User
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from documents.sources import compose
from evaluation.downgrades import downgrades_of, downgrades_on, why_lowered
from evaluation.evidence import figures_of
from evaluation.models import Appraisal, AppraisalPeriod
from evaluation.opinions import opinions_of
from policy.appraisal import DIMENSIONS, Grade
from policy.appraisal_way import Opinion

SHEET = "documents/appraisal_sheet.html"
PACK = "documents/appraisal_pack.html"
NOT_SHOWN = "征求意见没有结束或者不满三人，不显示"


def sheets_of(period: AppraisalPeriod) -> QuerySet[Appraisal]:
    """A period's sheets with all that a paper says, in the order of the offices."""
    rows = Appraisal.objects.filter(period=period).select_related("period__scheme", "period__county", "assistant", "summary_by", "recheck")
    return rows.prefetch_related("marks__office", "marks__entered_by").order_by("pk")


def ask_appraisal_sheet(appraisal: Appraisal, *, by: User, now: datetime) -> OfficialPaper:
    """Ask for the 考核登记表 of one person, as it stands at this version of the sheet."""
    sheet = sheets_of(appraisal.period).get(pk=appraisal.pk)
    return ask_paper(
        kind=PaperKind.APPRAISAL_SHEET,
        about=appraisal,
        title=f"{sheet.period.name}登记表",
        template=SHEET,
        context={"sheet": facts(sheet, opinions_of([sheet])[sheet.pk], why_lowered(downgrades_on(sheet)))},
        county=sheet.period.county,
        person=sheet.assistant.person,
        occasion=str(sheet.version),
        by=by,
        now=now,
    )


def pack_source(period: AppraisalPeriod, sheets: Sequence[Appraisal]) -> str:
    """The text of some sheets of a pack, each on a page of its own."""
    said, lowering = opinions_of(sheets), downgrades_of(period)
    paper = OfficialPaper(title=f"{period}登记表汇编", county=period.county, code="")
    told = [facts(sheet, said[sheet.pk], why_lowered(lowering.get(sheet.assistant_id, []))) for sheet in sheets]
    return compose(paper, template=PACK, context={"sheets": told})


def facts(sheet: Appraisal, opinions: Iterable[Opinion], lowered: str = "") -> dict[str, Any]:
    """Everything on one sheet, in words; `lowered` is why its grade is lower than earned, or blank."""
    period, recheck = sheet.period, getattr(sheet, "recheck", None)
    return {
        "title": f"司法协理员{period.name}登记表",
        "bureau": period.county.justice_bureau,
        "name": sheet.assistant.name,
        "sex": sheet.assistant.sex,
        "first_day": sheet.first_day,
        "last_day": sheet.last_day,
        "days": sheet.days_served,
        "summary": sheet.summary or "本人没有述职。",
        "dimensions": [(each.title, getattr(period.scheme, key)) for key, each in DIMENSIONS.items()],
        "marks": [
            {
                "office": marks.office.name,
                "months": marks.months,
                "five": [_shown(mark) for mark in marks.five],
                "total": _shown(marks.total),
                "suggestion": marks.get_suggestion_display() if marks.suggestion else "",
                "opinion": marks.opinion,
                "by": marks.entered_by.name if marks.entered_by else "",
            }
            for marks in sheet.marks.all()
        ],
        "figures": [(figure.title, figure.value) for figure in figures_of(sheet)],
        "opinions": [
            (
                told.audience.title,
                f"{told.answers} 人",
                "，".join(f"{title} {mean}" for title, mean in told.means) or NOT_SHOWN,
            )
            for told in opinions
            if told.answers
        ],
        "total": _shown(sheet.total),
        "grade": Grade(sheet.grade).title if sheet.decided else "尚未审定",
        "reason": _reason(sheet, lowered),
        "confirmed_at": period.confirmed_at,
        "posted": (sheet.posted_first, sheet.posted_last) if sheet.posted_first else None,
        "receipt": f"{sheet.get_receipt_display()}{'：' + sheet.receipt_note if sheet.receipt_note else ''}" if sheet.receipt else "",
        "served_on": sheet.served_on,
        "recheck": _recheck(recheck) if recheck else "",
        "final_at": sheet.final_at,
    }


def _shown(mark: Any) -> str:
    return "" if mark is None else f"{mark:.2f}"


def _reason(sheet: Appraisal, lowered: str) -> str:
    veto = sheet.period.scheme.veto_items.get(sheet.veto)
    return "；".join(words for words in ((f"一票否决：{veto.title}" if veto else ""), lowered, sheet.grade_reason) if words)


def _recheck(recheck: Any) -> str:
    if recheck.answered_at is None:
        return f"本人申请复核：{recheck.grounds}（尚未答复）"
    return f"本人申请复核：{recheck.grounds}　答复：{recheck.answer}（复核等次：{recheck.get_grade_display()}）"
