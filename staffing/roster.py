"""协理员花名册 as of a day: who serves where, under which contract, and the same as a spreadsheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet, TextChoices

from bureaus.letters import masked_phone
from bureaus.models import JudicialOffice, User
from bureaus.models.who import name_then
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.identity import mask
from staffing.models import Assistant, Contract, HealthCheck, Posting, Training

R = TypeVar("R", Training, HealthCheck)


class State(TextChoices):
    """How somebody stands on the day of the list."""

    SERVING = "serving", "在岗"
    PROBATION = "probation", "试用期内"
    COMING = "coming", "待到岗"
    LEFT = "left", "已离岗"


WHO = (
    Column("县（区）", "county"),
    Column("司法所", "office", width=20),
    Column("姓名", "name"),
    Column("性别", "sex", width=6),
    Column("公民身份号码", "id_number", Kind.DIGITS, width=22),
)
REACHED = (
    Column("联系电话", "phone", Kind.DIGITS, width=16),
    Column("户籍地址", "registered_address", width=36),
    Column("现住址", "address", width=36),
)
SERVICE = (
    Column("学历", "education"),
    Column("毕业院校", "school", width=20),
    Column("所学专业", "major", width=18),
    Column("用工形式", "form"),
    Column("用工起始", "employed_from", Kind.DATE),
    Column("到岗日期", "first_day", Kind.DATE),
    Column("离岗日期", "last_day", Kind.DATE),
    Column("合同起始", "starts_on", Kind.DATE),
    Column("合同期满", "ends_on", Kind.DATE),
    Column("试用期满", "probation_ends_on", Kind.DATE),
    Column("签订日期", "signed_on", Kind.DATE),
    Column("状态", "state"),
)
TITLE = "司法协理员花名册"
ROSTER = Sheet(TITLE, (*WHO, REACHED[0], *SERVICE))
FULL_ROSTER = Sheet(TITLE, (*WHO, *REACHED, *SERVICE))

TRAINING = Sheet(
    "培训记录",
    (
        *WHO,
        Column("培训日期", "held_on", Kind.DATE),
        Column("培训内容", "topic", width=36),
        Column("学时", "hours", Kind.MARK, width=8),
        Column("组织单位", "organiser", width=24),
    ),
)
HEALTH = Sheet("健康检查", (*WHO, Column("检查日期", "checked_on", Kind.DATE), Column("结论", "conclusion", width=10)))


POSTINGS = Sheet(
    "任职经历",
    (Column("司法所", "office", width=20), Column("到岗日期", "first_day", Kind.DATE), Column("离岗日期", "last_day", Kind.DATE)),
)
CONTRACTS = Sheet(
    "聘用合同",
    (
        Column("合同起始", "starts_on", Kind.DATE),
        Column("合同期满", "ends_on", Kind.DATE, note="空着的是无固定期限"),
        Column("用工形式", "form"),
        Column("方式", "track"),
        Column("签约时司法所", "office", width=20),
        Column("试用期满", "probation_ends_on", Kind.DATE, note="空着的没有试用期"),
        Column("签订日期", "signed_on", Kind.DATE),
        Column("逾期签订", "late", width=10),
        Column("解除或者终止", "ended_on", Kind.DATE),
    ),
)


def postings(user: User, *, today: date, on: date | None = None, state: str = "", name: str = "", office: Any = None) -> QuerySet[Posting]:
    """The rows of the roster as of `on`, by default today, each with its office's name of the day as `office_then`.

    Their people come with the signed contracts as `signed_contracts`.

    Without a day it holds who serves and who is about to; with one, who served on it.
    """
    day = on or today
    rows = Posting.objects.visible_to(user)
    match state:
        case State.COMING:
            rows = rows.coming(day)
        case State.LEFT:
            rows = rows.left(day)
        case State.SERVING:
            rows = rows.serving(day)
        case State.PROBATION:
            trying = Contract.objects.signed().filter(starts_on__lte=day, probation_ends_on__gte=day)
            rows = rows.serving(day).filter(assistant__in=trying.values("assistant"))
        case _:
            rows = rows.serving(day) if on else rows.not_ended(day)
    if name:
        rows = rows.filter(assistant__name__contains=name)
    if office:
        rows = rows.filter(office=office)
    signed = Prefetch("assistant__contracts", Contract.objects.signed().order_by("-starts_on"), to_attr="signed_contracts")
    rows = rows.annotate(office_then=name_then(day, path="office__"))
    return rows.select_related("assistant", "office__county").prefetch_related(signed).order_by("office__code", "first_day", "pk")


class Row:
    """One line of the roster: a posting, the contract that runs on the day, and the state of the day."""

    def __init__(self, posting: Posting, day: date) -> None:
        contracts: list[Contract] = posting.assistant.signed_contracts  # type: ignore[attr-defined]
        begun = [contract for contract in contracts if contract.starts_on <= day]
        self.posting = posting
        self.person = posting.assistant
        self.office: str = posting.office_then  # type: ignore[attr-defined]
        self.contract = next(iter(begun or contracts[::-1]), None)
        self.employed_from = contracts[-1].starts_on if contracts else None
        self.state = state_on(posting, self.contract, day)


def state_on(posting: Posting, contract: Contract | None, day: date) -> State:
    """How the person of a posting stands on a day."""
    if posting.first_day > day:
        return State.COMING
    if posting.last_day is not None and posting.last_day < day:
        return State.LEFT
    on_trial = contract is not None and contract.probation_ends_on is not None and contract.starts_on <= day <= contract.probation_ends_on
    return State.PROBATION if on_trial else State.SERVING


def table(rows: Iterable[Posting], *, day: date, full: bool = False) -> Table:
    """The roster with masked numbers and without addresses; `full` shows both, and whoever asks for it has recorded why."""
    sheet = FULL_ROSTER if full else ROSTER
    return Table(sheet, rows, lambda posting: _line(Row(posting, day), full), {"截至日期": f"{day:%Y-%m-%d}"})


def trainings(user: User, *, year: int, name: str = "", office: Any = None, person: int | None = None) -> QuerySet[Training]:
    """The standing trainings of a year, or of one person, each with where its person serves as `assistant.held_postings`."""
    standing = Training.objects.visible_to(user).standing()
    rows = standing.filter(assistant=person) if person else _of(standing.in_year(year, day="held_on"), name, office)
    return rows.select_related("assistant__county").prefetch_related(_places()).order_by("-held_on", "-pk")


def health_checks(user: User, *, year: int, name: str = "", office: Any = None, person: int | None = None) -> QuerySet[HealthCheck]:
    """The standing health checks of a year, or of one person. What was found stays in the database."""
    standing = HealthCheck.objects.visible_to(user).standing()
    rows = standing.filter(assistant=person) if person else _of(standing.in_year(year, day="checked_on"), name, office)
    return rows.defer("details").select_related("assistant__county").prefetch_related(_places()).order_by("-checked_on", "-pk")


def unchecked(user: User, *, year: int, today: date, office: Any = None) -> QuerySet[Assistant]:
    """Who serves today, or served on the last day of a year that is over, and has no health check in the year."""
    checked = HealthCheck.objects.standing().in_year(year, day="checked_on").values("assistant")
    serving = Posting.objects.visible_to(user).serving(min(today, date(year, 12, 31))).values("assistant")
    if office:
        serving = serving.filter(office=office)
    return Assistant.objects.visible_to(user).filter(pk__in=serving).exclude(pk__in=checked)


def training_table(rows: Iterable[Training], *, of: str) -> Table:
    return Table(TRAINING, rows, _training_line, {"范围": of})


def health_table(rows: Iterable[HealthCheck], *, of: str) -> Table:
    """Day and conclusion alone: what was found never leaves in bulk."""
    return Table(HEALTH, rows, _health_line, {"范围": of})


def postings_table(person: Assistant, rows: Iterable[Posting]) -> Table:
    """Where one person served; without a last day they serve there still."""
    return Table(POSTINGS, rows, _posting_line, {"姓名": person.name})


def contracts_table(person: Assistant, rows: Iterable[Contract]) -> Table:
    """The contracts that one person has signed."""
    return Table(CONTRACTS, rows, _contract_line, {"姓名": person.name})


def last_office(assistant: Assistant) -> JudicialOffice | None:
    """Where somebody serves or served last; reads the prefetched postings."""
    held: list[Posting] = assistant.held_postings  # type: ignore[attr-defined]
    return held[0].office if held else None


def _places() -> "Prefetch[str]":
    return Prefetch("assistant__postings", Posting.objects.select_related("office").order_by("-first_day"), to_attr="held_postings")


def _of(rows: QuerySet[R], name: str, office: Any) -> QuerySet[R]:
    if name:
        rows = rows.filter(assistant__name__contains=name)
    if office:
        rows = rows.filter(assistant__in=Posting.objects.filter(office=office).values("assistant"))
    return rows


def _who(assistant: Assistant) -> dict[str, Any]:
    return {
        "county": str(assistant.county),
        "office": str(last_office(assistant) or ""),
        "name": assistant.name,
        "sex": assistant.sex,
        "id_number": mask(assistant.id_number),
    }


def _training_line(row: Training) -> dict[str, Any]:
    return {**_who(row.assistant), **{key: getattr(row, key) for key in ("held_on", "topic", "hours", "organiser")}}


def _health_line(row: HealthCheck) -> dict[str, Any]:
    return {**_who(row.assistant), "checked_on": row.checked_on, "conclusion": row.get_conclusion_display()}


def _posting_line(row: Posting) -> dict[str, Any]:
    return {"office": str(row.office), "first_day": row.first_day, "last_day": row.last_day}


def _contract_line(row: Contract) -> dict[str, Any]:
    return {
        **{key: getattr(row, key) for key in ("starts_on", "ends_on", "probation_ends_on", "signed_on", "ended_on")},
        "form": row.get_form_display(),
        "track": row.get_track_display(),
        "office": str(row.office),
        "late": "是" if row.late_consequence else "",
    }


def _line(row: Row, full: bool) -> dict[str, Any]:
    person, posting, contract = row.person, row.posting, row.contract
    dates = ("starts_on", "ends_on", "probation_ends_on", "signed_on")
    return {
        "county": str(posting.office.county),
        "office": row.office,
        "name": person.name,
        "sex": person.sex,
        "id_number": person.id_number if full else mask(person.id_number),
        "phone": person.phone if full or not person.phone else masked_phone(person.phone),
        "registered_address": person.registered_address,
        "address": person.address,
        "education": person.get_education_display() if person.education is not None else "",
        "school": person.school,
        "major": person.major,
        "form": contract.get_form_display() if contract else "",
        "employed_from": row.employed_from,
        "first_day": posting.first_day,
        "last_day": posting.last_day,
        **{name: getattr(contract, name, None) for name in dates},
        "state": row.state.label,
    }
