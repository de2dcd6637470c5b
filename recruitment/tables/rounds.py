"""The tables about rounds themselves: batches, 招聘期, vacancies, notices, opening ratio."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bureaus import clock
from documents.spreadsheets import Column, Kind, Sheet, Table
from recruitment.course import OpeningRow
from recruitment.models import Condition, Intake, Round, Vacancy
from staffing.models import PlanLine

MOMENT = "%Y-%m-%d %H:%M"

ROUNDS = Sheet(
    "招聘批次",
    (
        Column("批次", "title", width=40),
        Column("县（区）", "county"),
        Column("当前环节", "word"),
        Column("岗位", "offices", Kind.INTEGER, width=8),
        Column("招聘人数", "headcount", Kind.INTEGER, width=10),
        Column("审查通过", "approved", Kind.INTEGER, width=10),
        Column("报名截止", "closes", width=18),
    ),
)

INTAKES = Sheet(
    "招聘期",
    (
        Column("名称", "title", width=30),
        Column("方式", "track"),
        Column("状态", "state", width=10),
        Column("批次", "joined", Kind.INTEGER, width=8),
        Column("已公告", "announced", Kind.INTEGER, width=8),
        Column("开放日期", "opened_on", Kind.DATE),
        Column("结束日期", "closed_on", Kind.DATE),
    ),
)

OPENINGS = Sheet(
    "开考比例",
    (
        Column("岗位", "office", width=20),
        Column("招聘人数", "headcount", Kind.INTEGER, width=10),
        Column("审查通过", "qualified", Kind.INTEGER, width=10),
        Column("没有审完", "undecided", Kind.INTEGER, width=10),
        Column("可保留名额", "bearable", Kind.INTEGER, width=12),
        Column("决定", "decision", width=22),
        Column("理由", "reason", width=40),
    ),
)

VACANCIES = Sheet(
    "招聘岗位",
    (
        Column("代码", "code", width=8),
        Column("司法所", "office", width=20),
        Column("备案拟招聘", "planned", Kind.INTEGER, width=12),
        Column("已预留", "reserved", Kind.INTEGER, width=10),
        Column("已聘用", "filled", Kind.INTEGER, width=10),
        Column("剩余", "remaining", Kind.INTEGER, width=8),
        Column("本批次招聘", "headcount", Kind.INTEGER, width=12),
        Column("报名人数", "applied", Kind.INTEGER, width=10),
        Column("开考决定", "decision", width=22),
    ),
)

CONDITIONS = Sheet(
    "附条件事项",
    (
        Column("姓名", "name"),
        Column("报名序号", "number", width=20),
        Column("报考司法所", "office", width=20),
        Column("事项", "rule", width=20),
        Column("书面确认单位", "confirmed_by", width=24),
        Column("办结期限", "due_on", Kind.DATE),
        Column("状态", "word"),
        Column("登记人", "noted_by"),
        Column("核实人", "met_by"),
        Column("办结时间", "met_at", width=18),
    ),
)

NOTICES = Sheet(
    "公告公示",
    (
        Column("名称", "title", width=30),
        Column("环节", "stage"),
        Column("状态", "word", width=10),
        Column("发布时间", "posted_at", width=18),
    ),
)


def moment(at: datetime | None) -> str | None:
    """An instant as a sheet tells it."""
    return f"{at.astimezone(clock.BEIJING):{MOMENT}}" if at else None


def rounds_table(lines: Iterable[dict[str, Any]]) -> Table:
    """Lines of `course.line`."""
    return Table(ROUNDS, lines, _round_line)


def intakes_table(intakes: Iterable[Intake]) -> Table:
    """Intakes of `desk.intakes`."""
    return Table(INTAKES, intakes, _intake_line)


def vacancies_table(round: Round, lines: Iterable[PlanLine], vacancies: Iterable[Vacancy]) -> Table:
    """Every office of the plan with what the ledger has left, and the vacancy it has in this round; vacancies of `course.vacancies`."""
    taken = {vacancy.line_id: vacancy for vacancy in vacancies}

    def line(office: PlanLine) -> dict[str, Any]:
        use, vacancy = office.use(round.intake.track), taken.get(office.pk)
        told = {key: getattr(use, key) for key in ("planned", "reserved", "filled", "remaining")}
        return {"office": str(office.office), **told, **(_vacancy(vacancy) if vacancy else dict.fromkeys(_VACANCY))}

    return Table(VACANCIES, lines, line, {"批次": round.title})


def conditions_table(round: Round, rows: Iterable[dict[str, Any]]) -> Table:
    """Lines of `conditions.listed`."""
    return Table(CONDITIONS, rows, _condition_line, {"批次": round.title})


def notices_table(round: Round, rows: Iterable[dict[str, Any]]) -> Table:
    """Lines of `course.notices`."""
    return Table(NOTICES, rows, _notice_line, {"批次": round.title})


def openings_table(round: Round, rows: Iterable[OpeningRow]) -> Table:
    about = {"批次": round.title, "开考比例": f"{round.scheme.number('opening_ratio')} 倍"}
    return Table(OPENINGS, rows, _opening_line, about)


def _round_line(row: dict[str, Any]) -> dict[str, Any]:
    round, closes = row["round"], row["round"].registration_closes_at
    return {
        "title": round.title,
        "county": str(round.county),
        "word": row["word"],
        **{key: getattr(round, key) for key in ("offices", "headcount", "approved")},
        "closes": moment(closes),
    }


def _intake_line(intake: Any) -> dict[str, Any]:
    return {
        "title": intake.title,
        "track": intake.get_track_display(),
        "state": "已结束" if intake.closed_at else "进行中",
        "joined": intake.joined,
        "announced": intake.announced,
        "opened_on": clock.today(intake.opened_at),
        "closed_on": clock.today(intake.closed_at) if intake.closed_at else None,
    }


_VACANCY = ("code", "headcount", "applied", "decision")


def _vacancy(vacancy: Any) -> dict[str, Any]:
    opening = getattr(vacancy, "opening", None)
    decision = opening.get_outcome_display() if opening else None
    return dict(zip(_VACANCY, (vacancy.code, vacancy.headcount, vacancy.applied, decision), strict=True))


def _condition_line(row: dict[str, Any]) -> dict[str, Any]:
    condition: Condition = row["condition"]
    vacancy = condition.application.vacancy
    return {
        "name": condition.application.name,
        "number": condition.application.number,
        "office": str(vacancy.line.office) if vacancy else None,
        "rule": str(condition),
        "confirmed_by": condition.confirmed_by,
        "due_on": condition.due_on,
        "word": row["word"],
        "noted_by": condition.noted_by.name,
        "met_by": condition.met_by.name if condition.met_by else None,
        "met_at": moment(condition.met_at),
    }


def _notice_line(row: dict[str, Any]) -> dict[str, Any]:
    notice = row["notice"]
    return {"title": row["title"], "stage": row["stage"], "word": row["word"], "posted_at": moment(notice.posted_at) if notice else None}


def _opening_line(row: OpeningRow) -> dict[str, Any]:
    decision, proposal = row.decision, row.proposal
    open_word = "审完后决定" if row.undecided else "达到比例" if row.reaches else "没有决定"
    if proposal is not None:
        open_word = "退回经办人" if proposal.closed_at else f"待审定：{proposal.get_outcome_display()}"
    shown = decision or proposal
    return {
        "office": str(row.vacancy.line.office),
        "headcount": row.vacancy.headcount,
        "qualified": row.qualified,
        "undecided": row.undecided,
        "bearable": row.bearable,
        "decision": decision.get_outcome_display() if decision else open_word,
        "reason": (shown.return_reason if shown is proposal and shown.closed_at else shown.reason) if shown else "",
    }
