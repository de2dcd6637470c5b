"""A score sheet before it stands: who is expected on it, what is wrong with its rows; and how its scores spread."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from policy.appraisal import DIMENSIONS
from policy.scheme import dimension_weights
from policy.scoring import FEWEST_PANELISTS, BadMark, rounded, trimmed_mean, weighted_mean
from policy.scoring import mark as checked
from recruitment.models import Mark, Panelist, Round, ScoreSheet, Seat, Status
from recruitment.ranking import tied

TITLES = {"written_exam": "笔试", "interview": "面试", "assessment": "考核", "exam": "考试", "extra_test": "加试"}
"""What scores are entered for. 加试 is no stage of its own: it settles a tie in the order of merit."""

OPEN_IN = {
    "written_exam": ("written_exam",),
    "interview": ("interview",),
    "assessment": ("assessment",),
    "exam": ("exam",),
    "extra_test": ("interview", "exam", "inspection", "medical"),
}
"""The open stages of a round in which each may be entered and released: who waits for a place may have to be told apart later."""

BANDS = (("90 至 100", 90), ("80 至 89.99", 80), ("70 至 79.99", 70), ("60 至 69.99", 60), ("60 以下", 0))


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    """One line of a score sheet as it was entered.

    `panel` holds the panelists' marks of an interview in their order, None for one who did not mark; or, with `weights`, the marks for
    德能勤绩廉, and then `words` may say something about them. `line` is the row in a file.
    """

    ticket_number: str
    mark: Mark = Mark.SCORED
    value: Decimal | None = None
    name: str = ""
    panel: tuple[Decimal | None, ...] = field(default=())
    weights: tuple[int, ...] = field(default=())
    words: str = ""
    line: int = 0

    @property
    def given(self) -> list[Decimal]:
        """The panelists' marks there are."""
        return [mark for mark in self.panel if mark is not None]

    @property
    def score(self) -> Decimal | None:
        """What counts: the score itself, the panel's trimmed mean, or what the five sides come to by their weights."""
        if self.mark != Mark.SCORED:
            return None
        if self.weights:
            return weighted_mean(self.given, self.weights)
        return trimmed_mean(self.given) if self.panel else self.value


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row, 0 for the sheet as a whole; `column` is the title of the cell."""

    line: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        return f"第 {self.line} 行：{self.message}" if self.line else self.message


def expected(round: Round, stage: str) -> QuerySet[Seat]:
    """The seats of everybody who must stand on a sheet of this stage, in the order of their tickets."""
    seats = Seat.objects.filter(room__site__round=round).select_related("application")
    if stage == "written_exam":
        return seats
    if stage == "assessment":  # whoever it has ended for stands on a correction too
        return seats.filter(Q(application__status=Status.ACTIVE) | Q(application__status=Status.FAILED, application__stage="assessment"))
    if stage == round.track.ranked:
        return seats.filter(application__stage=stage, application__status=Status.ACTIVE)
    return seats.filter(application__in=tied(round))


def titles_of(round: Round) -> dict[str, str]:
    """What scores are entered for in this round, in the order of its stages; 加试 last."""
    return {key: TITLES[key] for key in (*round.track.weighed, "extra_test")}


def panel(round: Round, stage: str) -> list[Panelist]:
    """Who marks: the named panel of an interview, nobody by name elsewhere."""
    return list(round.panelists.all()) if stage == "interview" else []


def boxes(round: Round, stage: str) -> list[tuple[str, str]]:
    """The single marks that a score of this stage is made of, as (key, title); none where the score itself is entered."""
    if stage == "assessment":
        return [(key, dimension.title) for key, dimension in DIMENSIONS.items()]
    return [(str(panelist.number), f"考官{panelist.number}") for panelist in panel(round, stage)]


def weights_of(round: Round, stage: str) -> tuple[int, ...]:
    """What the single marks count, where they are weighed: 德能勤绩廉."""
    return tuple(dimension_weights(round.scheme.values).values()) if stage == "assessment" else ()


def faults(rows: Sequence[ScoreRow], names: Mapping[str, str], panelists: int) -> Iterator[Fault]:
    """Everything that keeps rows from standing as one complete sheet. `names` is ticket number -> name of those expected."""
    seen: set[str] = set()
    for place, row in enumerate(rows, 1):
        line = row.line or place
        name = names.get(row.ticket_number)
        if name is None:
            yield Fault(line, "准考证号", f"准考证号 {row.ticket_number} 不在本次名单内。")
        elif row.name and row.name != name:
            yield Fault(line, "姓名", f"准考证号 {row.ticket_number} 与姓名不一致。")
        if row.ticket_number in seen:
            yield Fault(line, "准考证号", f"准考证号 {row.ticket_number} 重复。")
        seen.add(row.ticket_number)
        yield from _marks(row, line, panelists)
    absent = [ticket for ticket in names if ticket not in seen]
    if absent:
        some = "、".join(absent[:3]) + ("等" if len(absent) > 3 else "")
        yield Fault(0, "", f"还有 {len(absent)} 人没有成绩（{some}），缺考的请标明。")


def _marks(row: ScoreRow, line: int, panelists: int) -> Iterator[Fault]:
    if row.mark != Mark.SCORED:
        if row.value is not None or row.given:
            yield Fault(line, "情况", f"{row.mark.label}的不填成绩。")
        return
    if row.weights:
        for dimension, value in zip(DIMENSIONS.values(), row.panel, strict=True):
            if value is None:
                yield Fault(line, dimension.title, f"“{dimension.title}”没有评分，五项都要评。")
            elif said := _unlike_a_mark(value):
                yield Fault(line, dimension.title, said)
        return
    if panelists and not FEWEST_PANELISTS <= len(row.given) <= panelists:
        yield Fault(line, "考官1", f"有 {len(row.given)} 名考官评分，应为 {FEWEST_PANELISTS} 到 {panelists} 名。")
    if not panelists and row.value is None:
        yield Fault(line, "成绩", "没有成绩，缺考、违纪的请标明。")
    columns = [(f"考官{number}", value) for number, value in enumerate(row.panel, 1)] if panelists else [("成绩", row.value)]
    for column, value in columns:
        if value is not None and (said := _unlike_a_mark(value)):
            yield Fault(line, column, said)


def _unlike_a_mark(value: Decimal) -> str:
    try:
        checked(value)
    except BadMark as fault:
        return str(fault)
    return ""


@dataclass(frozen=True)
class Spread:
    """How the scores of a sheet spread, for the second person's eye."""

    people: int
    absent: int
    violations: int
    highest: Decimal | None
    lowest: Decimal | None
    mean: Decimal | None
    bands: list[tuple[str, int]]


def spread(sheet: ScoreSheet) -> Spread:
    """Count a sheet's scores by band; mean and extremes are of those who have a score."""
    scores = list(sheet.scores.all())
    values = sorted(score.value for score in scores if score.value is not None)
    return Spread(
        people=len(scores),
        absent=sum(score.mark == Mark.ABSENT for score in scores),
        violations=sum(score.mark == Mark.VIOLATION for score in scores),
        highest=values[-1] if values else None,
        lowest=values[0] if values else None,
        mean=rounded(sum(values, Decimal(0)) / len(values)) if values else None,
        bands=[
            (title, sum(least <= value < above for value in values))
            for (title, least), above in zip(BANDS, (101, *(least for _, least in BANDS)), strict=False)
        ],
    )
