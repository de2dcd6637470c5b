"""Registration in figures: for the bureau exactly and now, for the public as they stood at the day's hour and without small cells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from documents.spreadsheets import Column, Kind, Sheet
from recruitment.models import DailyFigure, Round, Status, Vacancy
from recruitment.openings import BEFORE_REVIEW_ENDS

SMALL = 3  # fewer people than this are not told apart in public

COUNTED = {
    "applied": ~Q(applications__status=Status.DRAFT),
    "waiting": Q(applications__status=Status.ACTIVE, applications__stage__in=BEFORE_REVIEW_ENDS),
    "returned": Q(applications__status=Status.RETURNED),
    "passed": Q(applications__status__in=[Status.ACTIVE, Status.FAILED, Status.HIRED]) & ~Q(applications__stage__in=BEFORE_REVIEW_ENDS),
    "rejected": Q(applications__status=Status.REJECTED),
    "ended": Q(applications__status__in=[Status.WITHDRAWN, Status.REVOKED, Status.CANCELLED]),
}
"""What is counted of each vacancy; every submitted application is in exactly one of the last five."""

SHEET = Sheet(
    "报名情况统计",
    (
        Column("岗位代码", "code", width=12),
        Column("用人司法所", "office", width=20),
        Column("招聘人数", "headcount", Kind.INTEGER, width=10),
        Column("报名人数", "applied", Kind.INTEGER, width=10),
        Column("待审查", "waiting", Kind.INTEGER, width=10),
        Column("待补正", "returned", Kind.INTEGER, width=10),
        Column("审查通过", "passed", Kind.INTEGER, width=10),
        Column("不通过", "rejected", Kind.INTEGER, width=10),
        Column("已放弃或取消", "ended", Kind.INTEGER, width=14),
        Column("竞争比", "ratio", width=12),
        Column("开考决定", "decision", width=22),
    ),
)


def public(number: int) -> str:
    """A number of people as everybody may read it."""
    return f"不足 {SMALL} 人" if number < SMALL else str(number)


def ratio(approved: int, headcount: int) -> str:
    """竞争比: approved applications to places, to one place where that is a whole or one decimal."""
    return f"{approved / headcount:.1f}:1".replace(".0:", ":") if headcount else "—"


def by_vacancy(round: Round) -> list[dict[str, Any]]:
    """Each vacancy of the round with its numbers as they stand."""
    counts = {name: Count("applications", filter=which) for name, which in COUNTED.items()}
    vacancies = (
        round.vacancies.select_related("line__office", "opening").annotate(**counts).order_by("code")
    )  # counting drops the model's own order
    return [_row(vacancy) for vacancy in vacancies]


def _row(vacancy: Any) -> dict[str, Any]:
    opening = getattr(vacancy, "opening", None)
    headcount = vacancy.headcount if opening is None else opening.headcount
    return {
        "pk": vacancy.pk,
        "code": vacancy.code,
        "office": str(vacancy.line.office),
        "office_pk": vacancy.line.office_id,
        "headcount": headcount,
        **{name: getattr(vacancy, name) for name in COUNTED},
        "ratio": ratio(vacancy.passed, headcount),
        "decision": opening.get_outcome_display() if opening else "",
    }


def total(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The sum of the rows."""
    sums = {name: sum(row[name] for row in rows) for name in ("headcount", *COUNTED)}
    return {**sums, "ratio": ratio(sums["passed"], sums["headcount"])}


@dataclass(frozen=True)
class PublicRow:
    """One vacancy as everybody reads it. `approved` and `ratio` are words: what is small is not told."""

    vacancy: Vacancy
    applied: str
    approved: str
    ratio: str


@dataclass(frozen=True)
class PublicTable:
    """The posts of a round as of the last hour that was told; `taken_at` is None before the first."""

    rows: list[PublicRow]
    taken_at: datetime | None


def told(round: Round) -> PublicTable:
    """Each vacancy with what the newest day told of it."""
    vacancies = list(round.vacancies.select_related("line__office"))
    newest = DailyFigure.objects.filter(vacancy__round=round).order_by("-day").values("day")[:1]
    figures = {figure.vacancy_id: figure for figure in DailyFigure.objects.filter(vacancy__round=round, day__in=newest)}
    hidden = {name: _hidden({pk: getattr(figure, name) for pk, figure in figures.items()}) for name in ("applied", "approved")}
    rows = []
    for vacancy in vacancies:
        figure = figures.get(vacancy.pk)
        if figure is None:
            rows.append(PublicRow(vacancy, "—", "—", "—"))
            continue
        secret = vacancy.pk in hidden["approved"]
        approved = _word(figure.approved, hidden=secret)
        applied = _word(figure.applied, hidden=vacancy.pk in hidden["applied"])
        rows.append(PublicRow(vacancy, applied, approved, "—" if secret else ratio(figure.approved, vacancy.headcount)))
    return PublicTable(rows, max((figure.taken_at for figure in figures.values()), default=None))


def _hidden(numbers: dict[int, int]) -> set[int]:
    """Which vacancies' numbers are not told: the small ones, and where that is a single one the next smallest too.

    Otherwise the sum over the county would give away the one that is hidden.
    """
    small = {pk for pk, number in numbers.items() if number < SMALL}
    if len(small) == 1:
        others = sorted((number, pk) for pk, number in numbers.items() if pk not in small)
        small |= {pk for _, pk in others[:1]}
    return small


def _word(number: int, *, hidden: bool) -> str:
    if not hidden:
        return f"{number} 人"
    return public(number) if number < SMALL else "不公布"
