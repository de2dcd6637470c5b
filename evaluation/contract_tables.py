"""What was decided about one contract, and when the person was protected, as spreadsheets."""

from collections.abc import Iterable
from typing import Any

from bureaus import clock
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import Renewal
from staffing.models import Contract, Protection

RENEWALS = Sheet(
    "续聘意见和决定",
    (
        Column("意见", "choice", width=16),
        Column("期限", "term", width=20),
        Column("工作需要", "needed", width=10),
        Column("工作表现", "performance", width=10),
        Column("理由", "reasons", width=50),
        Column("提出人", "proposed_by"),
        Column("提出日期", "proposed_on", Kind.DATE),
        Column("状态", "state"),
        Column("审定人", "decided_by"),
        Column("审定日期", "decided_on", Kind.DATE),
        Column("退回理由", "return_reason", width=40),
    ),
)

PROTECTIONS = Sheet(
    "受保护状态",
    (
        Column("起始日期", "first_day", Kind.DATE),
        Column("结束日期", "last_day", Kind.DATE, note="空着的还不知道"),
        Column("状态", "state", width=10),
        Column("作废理由", "void_reason", width=40),
    ),
)


def renewals_table(contract: Contract, decisions: Iterable[Renewal]) -> Table:
    """Every opinion on one contract, with what became of it."""
    return Table(RENEWALS, decisions, _renewal, _about(contract))


def protections_table(contract: Contract, protections: Iterable[Protection]) -> Table:
    """From when to when; why stays sealed and never leaves in a table."""
    return Table(PROTECTIONS, protections, _protection, _about(contract))


def _about(contract: Contract) -> dict[str, str]:
    return {"姓名": str(contract.assistant), "合同期限": contract.term_in_words}


def _renewal(decision: Renewal) -> dict[str, Any]:
    return {
        "choice": decision.get_choice_display(),
        "term": decision.term_words,
        "needed": "需要" if decision.needed else "不再需要",
        "performance": "良好" if decision.performance else "不好",
        "reasons": decision.reasons,
        "proposed_by": str(decision.proposed_by),
        "proposed_on": clock.today(decision.proposed_at),
        "state": decision.get_state_display(),
        "decided_by": str(decision.decided_by) if decision.decided_by else None,
        "decided_on": clock.today(decision.decided_at) if decision.decided_at else None,
        "return_reason": decision.return_reason,
    }


def _protection(state: Protection) -> dict[str, Any]:
    return {
        "first_day": state.first_day,
        "last_day": state.last_day,
        "state": "已作废" if state.voided_at else "有效",
        "void_reason": state.void_reason,
    }
