"""到期雷达: the contracts that run out, each with its days left, what the law makes of its renewal, and how far it has been handled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices

from bureaus.models import JudicialOffice, User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.grades import grades_of
from evaluation.models import Choice, Departure, Incident, Renewal, Ruling
from evaluation.service import rules_with
from policy.appraisal import Grade, repeated_problems, worked_well
from policy.contracts import REMINDER_DAYS, Form, must_be_open_ended
from staffing.actions import service_of
from staffing.models import Contract, Posting, Protection, protected_until

WIDEST = max(REMINDER_DAYS)


class Stage(TextChoices):
    """How far a contract that runs out has been handled."""

    OPEN = "open", "待提出意见"
    PROPOSED = "proposed", "待审定"
    RETURNED = "returned", "退回修改"
    SIGNING = "signing", "续聘待签订"
    ENDING = "ending", "待离岗"
    RUNNING = "running", "履行中"


SHEET = Sheet(
    "聘用合同到期情况",
    (
        Column("县（区）", "county"),
        Column("司法所", "office", width=20),
        Column("姓名", "name"),
        Column("合同起始", "starts_on", Kind.DATE),
        Column("合同期满", "ends_on", Kind.DATE),
        Column("剩余天数", "days_left", Kind.INTEGER, width=10),
        Column("连续固定期限次数", "fixed_terms", Kind.INTEGER, width=18),
        Column("应订立无固定期限", "must", width=18),
        Column("受法律保护", "protected", width=12),
        Column("办理情况", "stage", width=16),
    ),
)


def contracts(
    user: User, *, today: date, within: int | None = WIDEST, stage: str = "", name: str = "", office: Any = None
) -> QuerySet[Contract]:
    """The contracts of people in service that run out within so many days, or ran out unheeded; None: every one in being."""
    held = Contract.objects.visible_to(user)
    rows = held.in_being(today) if within is None else held.in_being(today).filter(ends_on__lte=today + timedelta(days=within))
    held_by = Renewal.objects.filter(contract=OuterRef("pk"))
    proposed = Exists(held_by.filter(state=Ruling.PROPOSED))
    decided = Exists(held_by.filter(state=Ruling.CONFIRMED))
    leaving = Exists(Departure.objects.filter(contract=OuterRef("pk"), state=Ruling.CONFIRMED))
    undecided = Q(ends_on__lte=today + timedelta(days=WIDEST)) & ~proposed & ~decided & ~leaving
    match stage:
        case Stage.PROPOSED:
            rows = rows.filter(proposed)
        case Stage.SIGNING:
            rows = rows.filter(Exists(Contract.objects.filter(renews=OuterRef("pk"), signed_on=None)))
        case Stage.ENDING:
            rows = rows.filter(leaving)
        case Stage.RETURNED:
            rows = rows.filter(undecided, Exists(held_by.filter(state=Ruling.RETURNED)))
        case Stage.OPEN:
            rows = rows.filter(undecided)
    if name:
        rows = rows.filter(assistant__name__contains=name)
    if office:
        rows = rows.filter(assistant__in=Posting.objects.not_ended(today).filter(office=office).values("assistant"))
    related = (
        Prefetch("assistant__contracts", Contract.objects.signed().order_by("starts_on"), to_attr="signed_contracts"),
        Prefetch("assistant__postings", Posting.objects.select_related("office").order_by("-first_day"), to_attr="held_postings"),
        Prefetch("assistant__protection_records", Protection.objects.standing(), to_attr="protections"),
        Prefetch("assistant__incidents", Incident.objects.confirmed(), to_attr="breaches"),
        Prefetch("decisions", Renewal.objects.select_related("proposed_by", "decided_by"), to_attr="held_decisions"),
        Prefetch("renewals", Contract.objects.filter(signed_on=None), to_attr="drafts"),
        Prefetch("departures", Departure.objects.filter(state=Ruling.CONFIRMED), to_attr="leaving"),
    )
    return rows.select_related("assistant", "county__daily_rules", "line", "office").prefetch_related(*related).order_by("ends_on", "pk")


@dataclass(frozen=True)
class Row:
    """One contract as it stands on a day. It comes from `contracts`, so that nothing here asks the database again."""

    contract: Contract
    today: date
    grades: list[tuple[str, Grade]]

    @property
    def person(self) -> Any:
        return self.contract.assistant

    @property
    def office(self) -> JudicialOffice:
        held: list[Posting] = self.person.held_postings
        return held[0].office if held else self.contract.office

    @property
    def days_left(self) -> int | None:
        """0 on the last day itself, negative when it has run out."""
        return (self.contract.ends_on - self.today).days if self.contract.ends_on else None

    @property
    def late(self) -> bool:
        """Over its last day with nothing decided."""
        return (
            self.days_left is not None and self.days_left < 0 and self.stage in (Stage.OPEN, Stage.PROPOSED, Stage.RETURNED, Stage.SIGNING)
        )

    @property
    def days_over(self) -> int:
        """By how many days it has run out."""
        return max(0, -(self.days_left or 0))

    @property
    def tone(self) -> str:
        """The colour of the stage: red where it has run out unheeded."""
        if self.late:
            return "bad"
        return {Stage.OPEN: "warn", Stage.RETURNED: "warn", Stage.PROPOSED: "live", Stage.SIGNING: "live", Stage.RUNNING: "good"}.get(
            self.stage, "plain"
        )

    @property
    def hint(self) -> str:
        """What is known of the next step, in a word."""
        if self.departure is not None:
            return f"最后工作日 {self.departure.last_day}" if self.departure.last_day else "续延中，待保护的情形消失"
        if self.contract.ended_on is not None:
            return f"最后工作日 {self.contract.ended_on}"
        if self.draft is not None:
            return f"新合同自 {self.draft.starts_on} 起"
        return str(self.decision.get_choice_display()) if self.stage == Stage.PROPOSED and self.decision else ""

    @property
    def decision(self) -> Renewal | None:
        """The newest proposal, whatever became of it."""
        held: list[Renewal] = self.contract.held_decisions  # type: ignore[attr-defined]
        return next(iter(held), None)

    @property
    def draft(self) -> Contract | None:
        """The next contract, drawn up and not signed."""
        drafts: list[Contract] = self.contract.drafts  # type: ignore[attr-defined]
        return next(iter(drafts), None)

    @property
    def departure(self) -> Departure | None:
        leaving: list[Departure] = self.contract.leaving  # type: ignore[attr-defined]
        return next(iter(leaving), None)

    @property
    def stage(self) -> Stage:
        if self.departure is not None or self.contract.ended_on is not None:
            return Stage.ENDING
        if self.draft is not None:
            return Stage.SIGNING
        decision = self.decision
        if decision is not None and decision.state == Ruling.PROPOSED:
            return Stage.PROPOSED
        if self.days_left is None or self.days_left > WIDEST:
            return Stage.RUNNING
        return Stage.RETURNED if decision is not None and decision.state == Ruling.RETURNED else Stage.OPEN

    @property
    def protected(self) -> bool:
        """Whether something protects the person today or on the last day; what it is stays sealed."""
        days = [self.today, *([self.contract.ends_on] if self.contract.ends_on else [])]
        held: list[Protection] = self.person.protections
        return any(row.first_day <= day and (row.last_day is None or row.last_day >= day) for row in held for day in days)

    @property
    def runs_until(self) -> date | None:
        """The day it really ends on if it is not renewed; None while what protects the person has no known end."""
        return protected_until(self.contract.ends_on, self.person.protections) if self.contract.ends_on else None

    @property
    def starts_next(self) -> date:
        """The first day of the contract that follows: the one after the last, or after what carried it on."""
        assert self.contract.ends_on is not None  # noqa: S101 - an open-ended one is not renewed
        until = self.runs_until
        if until == self.contract.ends_on or self.today <= self.contract.ends_on:
            return self.contract.ends_on + timedelta(days=1)
        return self.today if until is None else min(self.today, until + timedelta(days=1))

    @property
    def works_from(self) -> date:
        return service_of(self.contract)[0]

    @property
    def fixed_terms(self) -> int:
        """How many fixed terms in a row, this one counted."""
        return service_of(self.contract)[1]

    @property
    def must_be_open_ended(self) -> bool:
        if self.contract.ends_on is None:
            return False
        begun, fixed = service_of(self.contract)
        return must_be_open_ended(
            form=Form(self.contract.form), works_from=begun, renews_on=self.starts_next, fixed_terms=fixed, at_fault=self.at_fault
        )

    @property
    def at_fault(self) -> bool:
        """Whether a case of article 39 is on record: confirmed breaches that bear a dismissal as 多次违规, though none was decided."""
        held: list[Incident] = self.person.breaches
        counselled = [each.served_on for each in held if each.served_on]
        fewest = rules_with(self.contract.county).fewest_breaches
        return not repeated_problems([each.day for each in held], counselled, fewest=fewest)

    @property
    def term_months(self) -> int:
        """How long the contract that runs out was, in months: what its renewal is suggested."""
        last = self.contract.ends_on
        assert last is not None  # noqa: S101 - an open-ended one is not renewed
        over = last + timedelta(days=1)
        return max(1, (over.year - self.contract.starts_on.year) * 12 + over.month - self.contract.starts_on.month)

    @property
    def worked_well(self) -> bool | None:
        """What the grades say; None: a person answers."""
        return worked_well([grade for _, grade in self.grades])

    @property
    def grade_words(self) -> str:
        return "，".join(f"{what}{grade.title}" for what, grade in self.grades)

    @property
    def why_not_proposed(self) -> str:
        """Why no proposal can be entered; blank when one can."""
        if self.contract.ends_on is None:
            return "无固定期限劳动合同，不需要续聘。"
        return {
            Stage.PROPOSED: "已经提出意见，正在等负责人审定。",
            Stage.SIGNING: "已审定续聘，正在等签订。",
            Stage.ENDING: "已审定离职。",
            Stage.RUNNING: f"距期满还有 {self.days_left} 天，期满前 {WIDEST} 天内再提出。",
        }.get(self.stage, "")


def rows_of(found: Iterable[Contract], today: date) -> list[Row]:
    """The rows of a page."""
    held = list(found)
    grades = grades_of(held)
    return [Row(contract, today, grades.get(contract.pk, [])) for contract in held]


def table(found: QuerySet[Contract], *, today: date, of: str) -> Table:
    """The same rows as a spreadsheet; what protects somebody is not in it."""
    return Table(SHEET, lambda: rows_of(found, today), _line, {"范围": of}, count=found.count)


def _line(row: Row) -> dict[str, Any]:
    return {
        "county": str(row.contract.county),
        "office": str(row.office),
        "name": row.person.name,
        "starts_on": row.contract.starts_on,
        "ends_on": row.contract.ends_on,
        "days_left": row.days_left,
        "fixed_terms": row.fixed_terms,
        "must": "是" if row.must_be_open_ended else "",
        "protected": "是" if row.protected else "",
        "stage": row.stage.label,
    }


def becomes(renewal: Renewal, row: Row) -> str:
    """What a proposal makes of its contract, in one sentence."""
    name = row.person.name
    if renewal.choice == Choice.RENEW:
        term = "无固定期限" if renewal.open_ended else f" {renewal.term_months} 个月"
        return f"{name}自 {row.starts_next} 起续订{term}的合同。"
    if row.runs_until is None and renewal.choice == Choice.END:
        return f"{name}的合同不续订；本人受法律保护，续延到保护的情形消失时终止。"
    last_day = row.contract.ends_on if renewal.choice == Choice.DECLINED else row.runs_until
    return f"{name}的合同于 {last_day} 终止，任职同日结束，台账记离岗 1 人。"
