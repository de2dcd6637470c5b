"""Who goes on: shortlist, order of merit, ties at a cut, substitutes. Decided on scores alone, never by number, time or chance."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from policy.appraisal import selectable
from policy.citation import carries


class TieStep(StrEnum):
    """What tells people of equal score apart; the round's tie order is a sequence of these."""

    PREFERENCE = "preference"
    WRITTEN = "written"
    EXTRA_TEST = "extra_test"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name a notice gives it."""
        return {"preference": "优先聘用条件", "written": "笔试成绩", "extra_test": "加试成绩"}[self.value]

    def titled(self, track: str) -> str:
        """The name in a track: what is sat in writing is called 考试 in internal selection."""
        return "考试成绩" if self is TieStep.WRITTEN and track == "internal" else self.title


@dataclass(frozen=True, slots=True)
class Contender:
    """One person for one vacancy. A mark that is None was never given (缺考); `violation` voids every mark there is.

    `written` is what was sat in writing, 笔试 or 考试; beside it stands the interview, or the assessment of internal selection.
    """

    key: int | str
    written: Decimal | None = None
    interview: Decimal | None = None
    assessment: Decimal | None = None
    score: Decimal | None = None
    violation: bool = False
    preferred: bool | None = None
    extra_test: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a contender stands. `rank` is None for those out of the ranking, and `why` then says why, in words for that person.

    `tied_on` is the step at which people of this rank could not be told apart; it matters only where a cut runs through them.
    """

    contender: Contender
    rank: int | None
    why: str = ""
    tied_on: TieStep | None = None

    @property
    def key(self) -> int | str:
        return self.contender.key


def competition_ranks(scores: Iterable[Decimal]) -> list[int]:
    """Return the rank of each score: equal scores share a rank and the next one skips (1, 2, 2, 4)."""
    scores = list(scores)
    first: dict[Decimal, int] = {}
    for rank, score in enumerate(sorted(scores, reverse=True), start=1):
        first.setdefault(score, rank)
    return [first[score] for score in scores]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Who enters the interview for one vacancy line. `cut` is the lowest score that entered, None when nobody did."""

    entered: tuple[Standing, ...]
    left: tuple[Standing, ...]
    cut: Decimal | None


def shortlist(contenders: Iterable[Contender], *, vacancies: int, ratio: int, pass_line: Decimal) -> Shortlist:
    """Take the best `vacancies` × `ratio` by written score, with everyone tied with the last of them.

    Absent, zero, violation and below the pass line never enter, so fewer may enter than there are places.
    """
    places = vacancies * ratio
    marked, left = [], []
    for contender in contenders:
        if contender.violation or contender.written is None:
            left.append(Standing(contender, None, "笔试违纪，成绩无效" if contender.violation else "笔试缺考"))
        else:
            marked.append((contender, contender.written))
    marked.sort(key=lambda pair: pair[1], reverse=True)
    ranks = competition_ranks(written for _, written in marked)
    entered = []
    cut = None
    for (contender, written), rank in zip(marked, ranks, strict=True):
        if written == 0:
            left.append(Standing(contender, rank, "笔试成绩为零分"))
        elif written < pass_line:
            left.append(Standing(contender, rank, f"笔试成绩未达到合格线 {pass_line} 分"))
        elif rank > places:
            left.append(Standing(contender, rank, f"笔试名次为第 {rank} 名，未进入前 {places} 名"))
        else:
            entered.append(Standing(contender, rank))
            cut = written
    return Shortlist(tuple(entered), tuple(left), cut)


def interview_line(participants: int, vacancies: int, *, interview_pass: Decimal, no_competition_pass: Decimal) -> Decimal:
    """Return the pass line of an interview: another one holds where no more people came than there are posts (无竞争)."""
    return no_competition_pass if participants <= vacancies else interview_pass


@carries("四(二)1(8)", "同等分数下优先聘用")
def preference(contender: Contender) -> Decimal | None:
    """Read the preference as a step of the tie order: it counts only between equal scores and is never added to one."""
    return None if contender.preferred is None else Decimal(contender.preferred)


_STEPS: Mapping[TieStep, Callable[[Contender], Decimal | None]] = {
    TieStep.PREFERENCE: preference,
    TieStep.WRITTEN: lambda contender: contender.written,
    TieStep.EXTRA_TEST: lambda contender: contender.extra_test,
}


@dataclass(frozen=True, slots=True)
class SelectionLines:
    """The pass lines of internal selection, where both the 考核 and the 考试 must be passed."""

    assessment: Decimal
    exam: Decimal


@carries("四(一).程序", "可择优选聘为司法协理员")
def order(
    contenders: Iterable[Contender],
    tie_order: Sequence[TieStep | str],
    *,
    interview_pass: Decimal | None = None,
    selection: SelectionLines | None = None,
) -> tuple[Standing, ...]:
    """Return the order of merit by score, best first and those out of the ranking last.

    Equal scores are told apart step by step. Where a step lacks somebody's answer, or the last one leaves people equal, they share
    a rank and `tied_on` names the step that people must settle, if it comes to that.
    """
    steps = [TieStep(step) for step in tie_order]
    ranked: list[tuple[Contender, Decimal]] = []
    out = []
    for contender in contenders:
        why = _why_out(contender, interview_pass) or (_why_not_selected(contender, selection) if selection else "")
        if why or contender.score is None:
            out.append(Standing(contender, None, why))
        else:
            ranked.append((contender, contender.score))
    standings: list[Standing] = []
    for _, equal in groupby(sorted(ranked, key=lambda pair: pair[1], reverse=True), key=lambda pair: pair[1]):
        for group, tied_on in _told_apart([contender for contender, _ in equal], steps):
            rank = len(standings) + 1
            standings += [Standing(contender, rank, tied_on=tied_on) for contender in group]
    return (*standings, *out)


def _why_out(contender: Contender, interview_pass: Decimal | None) -> str:
    if contender.violation:
        return "违纪，成绩无效"
    if contender.score is None:
        return "缺考，没有综合成绩"
    if interview_pass is not None and (contender.interview is None or contender.interview < interview_pass):
        return f"面试成绩未达到合格线 {interview_pass} 分"
    return ""


def _why_not_selected(contender: Contender, lines: SelectionLines) -> str:
    passed = selectable(
        assessment_passed=None if contender.assessment is None else contender.assessment >= lines.assessment,
        exam_passed=None if contender.written is None else contender.written >= lines.exam,
    )
    if passed is True:
        return ""
    if contender.written is not None and contender.written < lines.exam:
        return f"考试成绩未达到合格线 {lines.exam} 分"
    return f"考核成绩未达到合格线 {lines.assessment} 分"


def _told_apart(equal: list[Contender], steps: Sequence[TieStep]) -> Iterator[tuple[list[Contender], TieStep | None]]:
    if len(equal) == 1:
        yield equal, None
        return
    if not steps:  # still equal after everything: another extra test
        yield equal, TieStep.EXTRA_TEST
        return
    answers = [(contender, answer) for contender in equal if (answer := _STEPS[steps[0]](contender)) is not None]
    if len(answers) < len(equal):
        yield equal, steps[0]
        return
    for _, group in groupby(sorted(answers, key=lambda pair: pair[1], reverse=True), key=lambda pair: pair[1]):
        yield from _told_apart([contender for contender, _ in group], steps[1:])


@dataclass(frozen=True, slots=True)
class Tie:
    """People of one rank through whom the cut runs: `places` are left for them, fewer than they are. People must settle it."""

    keys: tuple[int | str, ...]
    rank: int
    places: int
    step: TieStep

    @property
    def sentence(self) -> str:
        head = f"第 {self.rank} 名有 {len(self.keys)} 人并列，名额只剩 {self.places} 个，"
        if self.step is TieStep.PREFERENCE:
            return head + "请先核定他们是否具备优先聘用条件（四(二)1(8)）。"
        return head + "请组织加试并登记加试成绩；系统不会代为选人。"


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is chosen for the places there are, and the tie at the cut, if any, that keeps the rest open."""

    chosen: tuple[Standing, ...]
    tie: Tie | None

    @property
    def keys(self) -> tuple[int | str, ...]:
        return tuple(standing.key for standing in self.chosen)


def finalists(standings: Iterable[Standing], *, vacancies: int) -> Selection:
    """Choose the best for a vacancy line (等额): whoever stands above the cut, and the tie through which it runs."""
    chosen: list[Standing] = []
    ranking = (standing for standing in standings if standing.rank is not None)
    for rank, group in groupby(ranking, key=lambda standing: standing.rank):
        tied = list(group)
        free = vacancies - len(chosen)
        if free < len(tied):
            tie = (
                Tie(tuple(standing.key for standing in tied), rank or 0, free, tied[0].tied_on or TieStep.EXTRA_TEST) if free > 0 else None
            )
            return Selection(tuple(chosen), tie)
        chosen += tied
    return Selection(tuple(chosen), None)


def next_in_line(
    standings: Iterable[Standing],
    tie_order: Sequence[TieStep | str],
    *,
    vacancies: int,
    holding: Collection[int | str],
    out: Collection[int | str],
) -> Selection:
    """Choose substitutes (递补) in order of merit for the places that nobody in `holding` keeps, passing over those who are `out`.

    Only people in the ranking are called, so nobody absent or below a pass line. Ties are told apart anew among those who wait:
    the answer that was missing may have been that of somebody who has left. Ranks count those who wait alone.
    """
    passed_over = {*holding, *out}
    waiting = [standing.contender for standing in standings if standing.rank is not None and standing.key not in passed_over]
    return finalists(order(waiting, tie_order), vacancies=vacancies - len(holding))
