"""A sheet of people held against the conditions all at once: where its columns stand, and what comes of each row.

The sheet alone is judged, by the same lines of `eligibility` as an application: a new line there is judged here too, by the facts that the
columns give it, or else 需面核.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from policy.answers import COLUMNS, NAME, NUMBER, UNREAD, Fault, name_of, number_of, reader, text_of
from policy.eligibility import for_track
from policy.people import BirthWindow, Candidate, Convention, Education, birth_window
from policy.rules import Rule, judge

HEADING_WITHIN = 10  # lines: people put a title above the heading
EARLIEST = 1950  # the first year of a reference date: birth dates are counted back from it

TWICE = "公民身份号码与第 {row} 行相同，请核对是谁的号码、哪一行多余。"

Lines = Sequence[Sequence[Any]]


class MissingColumn(ValueError):
    """The sheet lacks a column that the track needs; without 公民身份号码 there is no heading row at all."""

    def __init__(self, column: str) -> None:
        super().__init__(f"缺少列：{column}")
        self.column = column


class DoubledColumn(ValueError):
    """A needed column stands twice, so that nobody can say which of the two is meant."""


class Outcome(StrEnum):
    """What a row comes to, in the order in which one is asked before the next."""

    ERROR = "error"
    INELIGIBLE = "ineligible"
    OPEN = "open"
    ELIGIBLE = "eligible"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The word on the sheet."""
        return {
            Outcome.ERROR: "填写有误",
            Outcome.INELIGIBLE: "不符合",
            Outcome.OPEN: "待核",
            Outcome.ELIGIBLE: "符合",
        }[self]


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the sheet. `failed` and `open` are complete even where a fault keeps the row from a verdict.

    A clause that one of its conditions fails is not open for the other.
    """

    number: int
    name: str
    faults: tuple[Fault, ...]
    failed: tuple[Rule, ...]
    open: tuple[Rule, ...]

    @property
    def outcome(self) -> Outcome:
        if self.faults:
            return Outcome.ERROR
        if self.failed:
            return Outcome.INELIGIBLE
        return Outcome.OPEN if self.open else Outcome.ELIGIBLE

    @property
    def basis(self) -> tuple[str, ...]:
        """The clauses that the verdict rests on; none for who is eligible, none before the faults are mended."""
        return {Outcome.INELIGIBLE: refs(self.failed), Outcome.OPEN: refs(self.open)}.get(self.outcome, ())


@dataclass(frozen=True, slots=True)
class Screening:
    """A whole sheet judged: where its heading stands, where each needed column stands, its rows, and what no sheet can answer (需面核)."""

    heading: int
    places: Mapping[str, int]
    rows: tuple[Row, ...]
    by_hand: tuple[Rule, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows came to what."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}


def screen(lines: Lines, *, track: str, as_of: date, convention: Convention = Convention.STRICT) -> Screening:
    """Judge every row of a worksheet, given as lines of cells from A1 on. The convention is that of the public track alone.

    :raises MissingColumn: naming the first column that the track needs and the sheet lacks.
    :raises DoubledColumn: if a needed column stands twice.
    """
    rules = for_track(track)
    window = birth_window(convention, as_of)
    heading, places = find_columns(lines, track)
    by_hand = unanswerable(rules, track, as_of, window)
    judged = tuple(rule for rule in rules if rule not in by_hand)
    people = list(_people(lines[heading:], heading + 1, places, track, as_of))
    twice = _doubled(people)
    rows = []
    for person in people:
        verdict = judge(judged, Candidate(as_of=as_of, window=window, **person.facts))
        failed = tuple(finding.rule for finding in verdict.failed)
        settled = refs(failed)
        rows.append(
            Row(
                number=person.row,
                name=person.name,
                faults=(*person.faults, *twice.get(person.row, ())),
                failed=failed,
                open=tuple(finding.rule for finding in verdict.open if finding.rule.clause.ref not in settled),
            )
        )
    return Screening(heading, places, tuple(rows), by_hand)


def refs(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The clauses of the rules, each once: two conditions may stand in one sentence."""
    return tuple(dict.fromkeys(rule.clause.ref for rule in rules))


def unanswerable(rules: Iterable[Rule], track: str, as_of: date, window: BirthWindow) -> tuple[Rule, ...]:
    """Return the rules that stay open whatever a sheet's cells say: those without a test, and those about a fact without a column."""
    facts = [column.fact for column in COLUMNS[track] if column.fact]
    known: dict[str, Any] = {"born_on": as_of, "education": Education.COLLEGE, "as_of": as_of, "window": window}
    filled = [Candidate(**dict.fromkeys(facts, answer) | known) for answer in (True, False)]
    return tuple(rule for rule in rules if all(rule.state(candidate) is None for candidate in filled))


def find_columns(lines: Lines, track: str) -> tuple[int, dict[str, int]]:
    """Return the number of the heading row, and where in it each column of the track stands.

    :raises MissingColumn:
    :raises DoubledColumn:
    """
    headings = ((number, list(map(_title, line))) for number, line in enumerate(lines[:HEADING_WITHIN], 1))
    number, titles = next(((number, titles) for number, titles in headings if NUMBER in titles), (0, []))
    if not number:
        raise MissingColumn(NUMBER)
    for column in COLUMNS[track]:
        if column.title not in titles:
            raise MissingColumn(column.title)
        if titles.count(column.title) > 1:
            raise DoubledColumn(f"“{column.title}”这一列出现了两次，请只保留一列后再审。")
    return number, {column.title: titles.index(column.title) for column in COLUMNS[track]}


def _title(cell: Any) -> str:
    return text_of(cell).removesuffix("*")  # with which a template marks what must be filled in


@dataclass(frozen=True, slots=True)
class _Person:
    """What a row's cells say. `identity` is the number, empty where it could not be read."""

    row: int
    name: str
    identity: str
    facts: dict[str, Any]
    faults: tuple[Fault, ...]


def _people(lines: Lines, first: int, places: Mapping[str, int], track: str, as_of: date) -> Iterator[_Person]:
    """Each row that holds anything in a needed column."""
    answers = [(column, places[column.title], reader(column)) for column in COLUMNS[track] if column.title not in (NAME, NUMBER)]
    needed = list(places.values())
    short = [None] * (max(needed) + 1)
    for row, line in enumerate(lines, first):
        cells = [*line, *short] if len(line) < len(short) else line
        if not any(text_of(cells[place]) for place in needed):
            continue
        facts: dict[str, Any] = {}
        faults: list[Fault] = []
        name = identity = ""
        try:
            name = name_of(cells[places[NAME]])
        except UNREAD as fault:
            faults.append(Fault(NAME, str(fault)))
        try:
            identity, facts["born_on"] = number_of(cells[places[NUMBER]], as_of)
        except UNREAD as fault:
            faults.append(Fault(NUMBER, str(fault)))
        for column, place, read in answers:
            answer = read(cells[place])
            if isinstance(answer, Fault):
                faults.append(answer)
            else:
                facts[column.fact] = answer
        yield _Person(row, name, identity, facts, tuple(faults))


def _doubled(people: Iterable[_Person]) -> dict[int, tuple[Fault, ...]]:
    """A fault for every row whose number stands in another row too, naming one of the others."""
    rows: dict[str, list[int]] = {}
    for person in people:
        if person.identity:
            rows.setdefault(person.identity, []).append(person.row)
    several = [same for same in rows.values() if len(same) > 1]
    return {row: (Fault(NUMBER, TWICE.format(row=same[row == same[0]])),) for same in several for row in same}
