"""The review queue as reviewers read it: which applications, in which order, and what each line says.

No sealed column is read here, so that a page of fifty opens nothing: the last four places of a number have a column of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet
from policy.eligibility import PREFERENCE
from policy.people import Education, age_on
from policy.rules import Verdict, judge
from recruitment import eligibility
from recruitment.models import Application, Entry, Round, Status, Vacancy

SEALED = ("id_number", "phone", "address", "registered_address", "experience")
FACTS = (
    "born_on",
    "education",
    "registered_in_yangquan",
    "lives_in_yangquan",
    "has_legal_qualification",
    "studied_law",
    "served_in_justice",
    "declared",
)
SOON, LATE = timedelta(hours=24), timedelta(hours=48)
ENDED = Q(status__in=[Status.WITHDRAWN, Status.CANCELLED, Status.REVOKED])

# Asked as EXISTS, so that the database knows how few there are and walks the queue's index in order.
ENTERED = Q(Exists(Entry.objects.filter(application=OuterRef("pk"), stage="review")))

STATES: dict[str, tuple[str, Q]] = {
    "waiting": ("待审查", Q(status=Status.ACTIVE, stage="review") & ~ENTERED),
    "entered": ("待复核", Q(status__in=[Status.ACTIVE, Status.RETURNED], stage="review") & ENTERED),
    "returned": ("待补正", Q(status=Status.RETURNED, stage="review") & ~ENTERED),
    "passed": ("已通过", Q(status__in=[Status.ACTIVE, Status.FAILED, Status.HIRED]) & ~Q(stage__in=["registration", "review"])),
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
    entered = Entry.objects.filter(application=OuterRef("pk"), stage="review").values("entered_at")[:1]
    office = Vacancy.objects.filter(pk=OuterRef("vacancy")).values("line__office__name")  # a subquery, so that counting joins nothing
    return (
        Application.objects.visible_to(user)
        .submitted()
        .annotate(entry_at=Subquery(entered), office_name=Subquery(office))
        # A few rounds are read once, not again for every line.
        .prefetch_related(Prefetch("round", Round.objects.select_related("scheme", "intake").defer("introduction", "benefits")))
        .defer(*SEALED)
        .order_by("submitted_at", "pk")
    )


def found(user: User, wanted: Mapping[str, Any]) -> QuerySet[Application]:
    """The applications that answer a filter: round, office, state, auto-check result, and one box for name, number or last four."""
    rows = applications(user)
    if wanted.get("round"):
        rows = rows.filter(round=wanted["round"])
    if wanted.get("office"):
        rows = rows.filter(vacancy__line__office=wanted["office"])
    if wanted.get("state"):
        rows = rows.filter(STATES[wanted["state"]][1])
    if text := wanted.get("q", "").strip():
        rows = rows.filter(Q(name__contains=text) | Q(number__iendswith=text) | Q(id_last4__iexact=text))
    if wanted.get("checks"):
        rows = rows.filter(pk__in=_judged(rows, has_failed=wanted["checks"] == "failed"))
    return rows


def _judged(rows: QuerySet[Application], *, has_failed: bool) -> list[int]:
    """Which of the rows fail a condition by their facts. `policy` is asked about each: no rule is written a second time in SQL."""
    people = list(rows.prefetch_related(None).only("round", *FACTS).iterator(chunk_size=2000))
    rounds = Round.objects.select_related("scheme", "intake").in_bulk({person.round_id for person in people})
    for person in people:
        person.round = rounds[person.round_id]
    return [person.pk for person in people if bool(facts_verdict(person).failed) is has_failed]


def facts_verdict(application: Application) -> Verdict:
    """What the stated facts alone settle."""
    return judge(eligibility.rules_of(application.round), eligibility.candidate(application))


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


@dataclass(frozen=True)
class Line:
    """One application in the list."""

    application: Application
    office: str
    word: str
    tone: str
    age: int | None
    degree: str
    merits: str
    checks: str
    checks_tone: str
    waited: str
    urgency: str

    @property
    def masked(self) -> str:
        """The number as far as the list may show it: sealed but for its last four places."""
        return f"{'*' * 14}{self.application.id_last4}"


def line(application: Application, now: datetime) -> Line:
    """What the list says of one application; asks the database nothing."""
    word, tone = state(application)
    scheme, person = application.round.scheme, eligibility.candidate(application)
    verdict = judge(eligibility.rules_of(application.round), person)
    since = _waiting_since(application)
    waited = None if since is None else now - since
    degree = Education(application.education).title if application.education is not None else ""
    return Line(
        application=application,
        office=application.office_name or "",  # type: ignore[attr-defined]
        word=word,
        tone=tone,
        age=age_on(scheme.age_as_of, application.born_on) if scheme.age_as_of and application.born_on else None,
        degree="·".join(filter(None, [degree, application.major])),
        merits="、".join(rule.title for rule in PREFERENCE if rule.state(person)) or "—",
        checks=f"不符合 {len(verdict.failed)} 项" if verdict.failed else f"待核 {len(verdict.open)} 项",
        checks_tone="bad" if verdict.failed else "plain",
        waited="" if waited is None else _hours(waited),
        urgency="" if waited is None else "late" if waited > LATE else "soon" if waited > SOON else "",
    )


def state(application: Application) -> tuple[str, str]:
    """The word a reviewer uses for where an application stands, and its tone."""
    if application.status in (Status.ACTIVE, Status.RETURNED) and application.entry_at is not None:  # type: ignore[attr-defined]
        return "待复核", "warn"
    match application.status:
        case Status.RETURNED:
            return "待补正", "warn"
        case Status.REJECTED:
            return "不通过", "bad"
        case Status.WITHDRAWN | Status.CANCELLED | Status.REVOKED:
            return str(Status(application.status).label), "plain"
        case Status.ACTIVE if application.stage == "review":
            return "待审查", "live"
    return "已通过", "good"


def _waiting_since(application: Application) -> datetime | None:
    """Since when somebody of the bureau owes this application an act."""
    if application.stage != "review":
        return None
    entered: datetime | None = application.entry_at  # type: ignore[attr-defined]
    return entered or (application.submitted_at if application.status == Status.ACTIVE else None)


def _hours(waited: timedelta) -> str:
    hours = int(waited.total_seconds() // 3600)
    return f"{hours} 小时" if hours else "不到 1 小时"
