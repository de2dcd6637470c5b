"""The review queue as reviewers read it: which applications, in which order, and what each line says.

A line is read as the few columns it shows. No sealed column is among them, so that a page of fifty opens nothing: the last four places of
a number have a column of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict

from django.db.models import OuterRef, Q, QuerySet, Subquery

from bureaus.models import User
from bureaus.prepared import Prepared
from documents.spreadsheets import Column, Kind, Sheet
from policy.people import Education, age_on
from policy.rules import judge
from policy.windows import until
from recruitment import eligibility
from recruitment.models import Application, Condition, Correction, Entry, Round, Status, Vacancy
from staffing.models import Auxiliary

COLUMNS = (
    "pk",
    "version",
    "round",
    "number",
    "name",
    "id_last4",
    "status",
    "stage",
    "submitted_at",
    "major",
    "vacancy",
    "entry_at",
    "mend_by",
)
CHUNK = 1000
SOON, LATE = timedelta(hours=24), timedelta(hours=48)
WAITS: dict[str, tuple[str, timedelta]] = {"soon": ("超过 24 小时", SOON), "late": ("超过 48 小时", LATE)}
ENDED = Q(status__in=[Status.WITHDRAWN, Status.CANCELLED, Status.REVOKED])

# Asked as a set, read once: asked of each row (EXISTS), counting what waits takes twice as long.
ENTERED = Q(pk__in=Entry.objects.filter(stage="review").values("application"))

STATES: dict[str, tuple[str, Q]] = {
    "waiting": ("待审查", Q(status=Status.ACTIVE, stage="review") & ~ENTERED),
    "entered": ("待复核", Q(status__in=[Status.ACTIVE, Status.RETURNED], stage="review") & ENTERED),
    "returned": ("待补正", Q(status=Status.RETURNED, stage="review") & ~ENTERED),
    "passed": ("已通过", Q(status__in=[Status.ACTIVE, Status.FAILED, Status.HIRED]) & ~Q(stage__in=["registration", "review"])),
    "conditional": ("附条件未办结", Q(status=Status.ACTIVE, pk__in=Condition.objects.open().values("application"))),
    "rejected": ("不通过", Q(status=Status.REJECTED)),
    "ended": ("已放弃或取消", ENDED),
}
"""What a reviewer calls the states, and which applications are in each."""

SHEET = Sheet(
    "报名审查",
    (
        Column("报名序号", "number", width=20),
        Column("姓名", "name"),
        Column("身份证号", "id_number", width=22),
        Column("年龄", "age", Kind.INTEGER, width=8),
        Column("学历·专业", "degree", width=24),
        Column("报考司法所", "office", width=20),
        Column("优先条件", "merits", width=20),
        Column("自动核对", "checks"),
        Column("状态", "state"),
        Column("提交时间", "submitted_at", width=18),
    ),
)


def applications(user: User) -> QuerySet[Application]:
    """Every submitted application this person may look at, the one that waits longest first."""
    return Application.objects.visible_to(user).submitted().order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Scope:
    """What the applications of a queue are for: a few rounds and offices, read once and not again for every line."""

    rounds: Mapping[int, Round]
    places: Mapping[int, tuple[int, str]]
    rows: Mapping[int | None, Auxiliary]
    """The roster's rows that applications of internal selection rest on."""

    @property
    def offices(self) -> dict[int, str]:
        """The offices that take or took people, by their keys."""
        return dict(self.places.values())


def scope(user: User) -> Scope:
    """The announced rounds this person may look at, with what their rules are judged by, and the office behind each vacancy."""
    known = {round.pk: round for round in _rounds(user)}
    internal = [pk for pk, round in known.items() if round.is_internal]
    listed = Auxiliary.objects.filter(applications__round__in=internal).distinct() if internal else Auxiliary.objects.none()
    return Scope(known, {pk: (office, name) for pk, office, name in _vacancies(user)}, {row.pk: row for row in listed})


@Prepared
def _rounds(user: User) -> QuerySet[Round]:
    days = ("birth_from", "birth_to", "age_as_of", "education_as_of", "experience_as_of")
    judged_by = ("intake__track", *(f"scheme__{day}" for day in days))
    return Round.objects.visible_to(user).announced().select_related("scheme", "intake").only("title", *judged_by)


@Prepared
def _vacancies(user: User) -> QuerySet[Vacancy, tuple[int, int, str]]:
    return Vacancy.objects.visible_to(user).order_by("line__office__code").values_list("pk", "line__office", "line__office__name")


def found(user: User, wanted: Mapping[str, Any], scope: Scope, now: datetime) -> QuerySet[Application]:
    """The applications that answer a filter: round, office, state, how long the bureau owes an act, auto-check result, one box of words."""
    rows = applications(user)
    if wanted.get("round"):
        rows = rows.filter(round=wanted["round"])
    if wanted.get("office"):
        rows = rows.filter(vacancy__line__office=wanted["office"])
    if wanted.get("state"):
        rows = rows.filter(STATES[wanted["state"]][1])
    if wanted.get("waited"):
        rows = rows.filter(_owed_since(now - WAITS[wanted["waited"]][1]))
    if text := wanted.get("q", "").strip():
        rows = rows.filter(Q(name__contains=text) | Q(number__iendswith=text) | Q(id_last4__iexact=text))
    if wanted.get("checks"):
        rows = rows.filter(pk__in=_judged(rows, scope, has_failed=wanted["checks"] == "failed"))
    return rows


def _owed_since(moment: datetime) -> Q:
    """What waits for an act of the bureau since before a moment; `_waiting_since` says the same of one row."""
    entered = Q(pk__in=Entry.objects.filter(stage="review", entered_at__lt=moment).values("application"))
    submitted = Q(status=Status.ACTIVE, submitted_at__lt=moment) & ~ENTERED
    return Q(stage="review") & (Q(status__in=[Status.ACTIVE, Status.RETURNED]) & entered | submitted)


def _judged(rows: QuerySet[Application], scope: Scope, *, has_failed: bool) -> list[int]:
    """Which of the rows fail a condition by their facts. `policy` is asked about each: no rule is written a second time in SQL."""
    found = []
    for row in rows.values_list("pk", "round", *eligibility.STATED, named=True):
        round = scope.rounds[row.round]
        person = eligibility.stated(row, round, scope.rows.get(row.auxiliary_id))
        if bool(judge(eligibility.rules_of(round), person).failed) is has_failed:
            found.append(row.pk)
    return found


@dataclass(frozen=True)
class Place:
    """Where one application stands in a filtered queue, and which come before and after it. `number` is None when it is not in it."""

    number: int | None
    total: int
    previous: int | None
    following: int | None


def place(rows: QuerySet[Application], application: Application) -> Place:
    """第 n / m 件, 上一件 and 下一件."""
    here = (application.submitted_at, application.pk)
    before = rows.filter(Q(submitted_at__lt=here[0]) | Q(submitted_at=here[0], pk__lt=here[1]))
    after = rows.filter(Q(submitted_at__gt=here[0]) | Q(submitted_at=here[0], pk__gt=here[1]))
    ahead, behind = before.count(), after.count()
    inside = rows.filter(pk=application.pk).exists()
    return Place(
        number=ahead + 1 if inside else None,
        total=ahead + behind + inside,
        previous=before.values_list("pk", flat=True).last() if ahead else None,
        following=after.values_list("pk", flat=True).first() if behind else None,
    )


class Row(eligibility.Stated, Protocol):
    """One application as the database hands it to the list."""

    pk: int
    version: int
    round: int
    number: str
    name: str
    id_last4: str
    status: str
    stage: str
    submitted_at: datetime
    major: str
    vacancy: int | None
    entry_at: datetime | None
    mend_by: datetime | None


class Line(TypedDict):
    """One application as the list words it. The number shows its last four places; `urgency` is late, soon or nothing."""

    pk: str
    version: str
    number: str
    name: str
    id_number: str
    age: str
    degree: str
    office: str
    merits: str
    checks: str
    checks_tone: str
    state: str
    tone: str
    waited: str
    urgency: str
    submitted_at: datetime


def read(rows: QuerySet[Application]) -> QuerySet[Application, Row]:
    """The applications as the few columns that a line shows."""
    entered = Entry.objects.filter(application=OuterRef("pk"), stage="review").values("entered_at")[:1]
    mend_by = Correction.objects.open().filter(application=OuterRef("pk")).values("due_at")[:1]
    told: Any = rows.annotate(entry_at=Subquery(entered), mend_by=Subquery(mend_by))
    return told.values_list(*COLUMNS, *eligibility.STATED, named=True)  # type: ignore[no-any-return]


def _in_state(which: Q) -> Prepared[[User], Row]:
    @Prepared
    def rows(user: User) -> QuerySet[Application, Row]:
        return read(applications(user).filter(which))

    return rows


_IN_STATE = {state: _in_state(which) for state, (_, which) in STATES.items()}


def listed(user: User, wanted: Mapping[str, Any], scope: Scope, now: datetime) -> Sequence[Row]:
    """What the pages of the list are turned from; those of a state alone, with which every desk begins, by a prepared question."""
    if {name for name, value in wanted.items() if value} == {"state"}:
        return _IN_STATE[wanted["state"]].turned(user)
    return read(found(user, wanted, scope, now))  # type: ignore[return-value]  # a paginator counts and cuts it as well


def lines(rows: Iterable[Row], scope: Scope, now: datetime) -> Iterator[Line]:
    """What the list says of each application."""
    return (_line(row, scope, now) for row in rows)


def _line(row: Row, scope: Scope, now: datetime) -> Line:
    word, tone = _state(row, now)
    round = scope.rounds[row.round]
    as_of, person = round.scheme.age_as_of, eligibility.stated(row, round, scope.rows.get(row.auxiliary_id))
    verdict = judge(eligibility.rules_of(round), person)
    since = _waiting_since(row)
    waited = None if since is None else now - since
    degree = Education(row.education).title if row.education is not None else ""
    return {
        "pk": str(row.pk),
        "version": str(row.version),
        "number": row.number,
        "name": row.name,
        "id_number": f"{'*' * 14}{row.id_last4}",
        "age": str(age_on(as_of, row.born_on)) if as_of and row.born_on else "",
        "degree": "·".join(filter(None, [degree, row.major])),
        "office": "" if row.vacancy is None else scope.places[row.vacancy][1],
        "merits": "、".join(rule.title for rule in eligibility.prefers(round) if rule.state(person)) or "—",
        "checks": f"不符合 {len(verdict.failed)} 项" if verdict.failed else f"待核 {len(verdict.open)} 项",
        "checks_tone": "bad" if verdict.failed else "plain",
        "state": word,
        "tone": tone,
        "waited": _waited(row, waited),
        "urgency": "" if waited is None else "late" if waited > LATE else "soon" if waited > SOON else "",
        "submitted_at": row.submitted_at,
    }


def _state(row: Row, now: datetime) -> tuple[str, str]:
    """The word a reviewer uses for where an application stands, and its tone."""
    if row.status in (Status.ACTIVE, Status.RETURNED) and row.entry_at is not None:
        return "待复核", "warn"
    match row.status:
        case Status.RETURNED if row.mend_by is not None and now >= row.mend_by:
            return "补正逾期", "bad"
        case Status.RETURNED:
            return "待补正", "warn"
        case Status.REJECTED:
            return "不通过", "bad"
        case Status.WITHDRAWN | Status.CANCELLED | Status.REVOKED:
            return str(Status(row.status).label), "plain"
        case Status.ACTIVE if row.stage == "review":
            return "待审查", "live"
    return "已通过", "good"


def _waiting_since(row: Row) -> datetime | None:
    """Since when somebody of the bureau owes this application an act."""
    if row.stage != "review":
        return None
    return row.entry_at or (row.submitted_at if row.status == Status.ACTIVE else None)


def _waited(row: Row, waited: timedelta | None) -> str:
    """How long it waits for the bureau; where it waits for the applicant, until when."""
    if row.status == Status.RETURNED and row.mend_by is not None:
        return f"补正到 {until(row.mend_by)}"
    return "—" if waited is None else _hours(waited)


def _hours(waited: timedelta) -> str:
    hours = int(waited.total_seconds() // 3600)
    return f"{hours} 小时" if hours else "不到 1 小时"
