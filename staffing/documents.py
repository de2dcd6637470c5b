"""The papers of staffing: 数额核定备案表."""

from datetime import datetime
from typing import Any

from bureaus import clock
from bureaus.models import User
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from staffing.models import PlanLine, QuotaPlan

TEMPLATE = "documents/quota_filing.html"


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
