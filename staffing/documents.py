"""The papers of staffing: 数额核定备案表, and for everything that goes up its receipt and the notice that it was filed."""

import hashlib
import json
from datetime import datetime
from typing import Any

from bureaus import clock
from bureaus.models import User
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from policy.filings import Shape
from staffing.models import Filing, PlanLine, QuotaPlan

TEMPLATE = "documents/quota_filing.html"
RECEIPT = "documents/filing_receipt.html"
NOTICE = "documents/filed_notice.html"


def ask_filing_paper(plan: QuotaPlan, *, opinion: str, by: User, now: datetime) -> OfficialPaper:
    """Ask for the table that was filed, with its number and the city's words."""
    return ask_paper(
        kind=PaperKind.QUOTA_FILING,
        about=plan,
        title=f"{plan}备案表",
        template=TEMPLATE,
        context=_facts(plan, opinion),
        county=plan.county,
        paper_number=plan.filing_number,
        by=by,
        now=now,
    )


def ask_receipt(filing: Filing, *, by: User, now: datetime) -> OfficialPaper:
    """Ask for the receipt of one submission: what was sent, by whom, when, and the digest of its text."""
    return ask_paper(
        kind=PaperKind.FILING_RECEIPT,
        about=filing,
        title=f"{filing.title}上报回执",
        template=RECEIPT,
        context={**_sent(filing), "next_steps": NEXT_STEPS},
        county=filing.county,
        by=by,
        now=now,
    )


def ask_filed_notice(filing: Filing, *, by: User, now: datetime) -> OfficialPaper:
    """Ask for the notice that a filing was filed, with its number and the city's words, and the text that was filed."""
    kind = filing.kind_of_filing
    parts = [(part.title, shown(filing.content.get(part.key), part.shape)) for part in kind.parts]
    filed = {"filing_number": filing.filing_number, "filed_on": clock.today(now), "opinion": filing.opinion}
    return ask_paper(
        kind=PaperKind.FILED_NOTICE,
        about=filing,
        title=f"{filing.title}备案通知",
        template=NOTICE,
        context={**_sent(filing), **filed, "parts": parts},
        county=filing.county,
        paper_number=filing.filing_number,
        by=by,
        now=now,
    )


def digest(filing: Filing) -> str:
    """SHA-256 over everything that was sent: the same text, numbers and enclosures give the same digest."""
    sent = [filing.kind, filing.lines, filing.content, [each["sha256"] for each in filing.enclosures], filing.difficulties]
    return hashlib.sha256(json.dumps(sent, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def shown(value: Any, shape: Shape) -> str:
    """A part as a reader sees it: days written out, numbers as they are, what is absent as 未填写."""
    if value in (None, ""):
        return "未填写"
    if shape is Shape.DAY:
        year, month, day = str(value).split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    return str(value)


NEXT_STEPS = (
    "市司法局拆阅前，县（区）司法局负责人可以在平台上撤回。",
    "市司法局审核后准予备案或者退回修改，结果在平台上通知。",
    "退回修改的，改好后重新办理会签（需要会签的）和上报。",
)


def _sent(filing: Filing) -> dict[str, Any]:
    return {
        "title": filing.title,
        "kind": filing.kind_of_filing.title,
        "clause": f"阳政办发〔2024〕9号 {filing.kind_of_filing.ref}",
        "county": str(filing.county),
        "ordinal": filing.ordinal,
        "submitted_by": _name(filing.submitted_by),
        "submitted_at": filing.submitted_at,
        "countersigned_by": _name(filing.countersigned_by),
        "enclosures": [f"{each['title']}（{each['called']}）" for each in filing.enclosures],
        "digest": digest(filing),
    }


def _facts(plan: QuotaPlan, opinion: str) -> dict[str, Any]:
    lines = [_row(str(line), line) for line in plan.lines.select_related("office")]
    numbers = [key for key in lines[0] if key != "office"]
    return {
        "county": str(plan.county),
        "year": plan.year,
        "lines": lines,
        "totals": {key: sum(line[key] for line in lines) for key in numbers},
        "check": f"所均 {plan.quota_check.average} 人，{plan.quota_check.sentence}。",
        "determined_by": _name(plan.entered_by),
        "countersigned_by": _name(plan.countersigned_by),
        "submitted_by": _name(plan.submitted_by),
        "submitted_on": clock.today(plan.submitted_at) if plan.submitted_at else None,
        "filing_number": plan.filing_number,
        "filed_on": clock.today(plan.filed_at) if plan.filed_at else None,
        "opinion": opinion,
    }


def _row(office: str, line: PlanLine) -> dict[str, Any]:
    return {
        "office": office,
        "established_posts": line.established_posts,
        "in_post": line.in_post,
        "serving": line.serving_assistants,
        "planned_internal": line.planned_internal,
        "planned_public": line.planned_public,
        "total": line.people,
    }


def _name(person: User | None) -> str:
    return person.name if person else ""
