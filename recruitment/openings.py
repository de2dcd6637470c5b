"""What everybody may read: the rounds that are announced, their notices, and when a page about them would read differently."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from policy.calendar import end_of
from policy.tracks import NOTICES
from recruitment.models import Application, DailyFigure, PublicNotice, Round, Status, Vacancy
from recruitment.models.rounds import OpeningOutcome, VacancyQuerySet

KINDS = {kind: notice.title for kind, notice in NOTICES.items()}
SHORT = {
    "opening_changes": "岗位调整",
    "exam_arrangement": "笔试安排",
    "interview_list": "笔试成绩",
    "results": "综合成绩",
    "hires": "聘用结果",
}
BEFORE_REVIEW_ENDS = ("registration", "review")


@dataclass(frozen=True)
class Openings:
    """The announced rounds by what a reader can do now."""

    open: list[Any]
    coming: list[Any]
    running: list[Any]


def current(now: datetime) -> Openings:
    """Announced rounds with `headcount`, `offices` and `approved`: taking registrations, still to open, and further on."""
    rounds = list(with_numbers(Round.objects.announced().filter(finished_at=None)).order_by("registration_closes_at", "county__code"))
    return Openings(
        open=[round for round in rounds if round.registration_opens_at <= now < round.registration_closes_at],
        coming=sorted((round for round in rounds if now < round.registration_opens_at), key=lambda round: round.registration_opens_at),
        running=[round for round in rounds if now >= round.registration_closes_at],
    )


def with_numbers(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Each round with how many people it takes, at how many offices, and how many applications have passed the review: now, and as told."""
    vacancies = Vacancy.objects.filter(round=OuterRef("pk")).order_by().values("round")
    approved = (
        Application.objects.filter(round=OuterRef("pk"), status__in=[Status.ACTIVE, Status.FAILED, Status.HIRED])
        .exclude(stage__in=BEFORE_REVIEW_ENDS)
        .order_by()
        .values("round")
    )
    return rounds.select_related("county", "intake", "scheme").annotate(
        headcount=Coalesce(Subquery(vacancies.annotate(total=Sum("headcount")).values("total"), output_field=IntegerField()), 0),
        offices=Coalesce(Subquery(vacancies.annotate(total=Count("pk")).values("total"), output_field=IntegerField()), 0),
        told=Subquery(_told(), output_field=IntegerField()),
        approved=Coalesce(Subquery(approved.annotate(total=Count("pk")).values("total"), output_field=IntegerField()), 0),
    )


def _told() -> QuerySet[Any, Any]:
    """How many approved applications the newest day told of a round, in all; null before the first."""
    days = DailyFigure.objects.filter(vacancy__round=OuterRef("pk")).order_by("-day").values("day")
    return days.annotate(total=Sum("approved")).values("total")[:1]


def left_to_choose(vacancy: Vacancy) -> VacancyQuerySet:
    """The other vacancies of the round that are not cancelled."""
    return Vacancy.objects.filter(round=vacancy.round_id).exclude(pk=vacancy.pk).exclude(opening__outcome=OpeningOutcome.CANCEL)


def notices() -> QuerySet[PublicNotice]:
    """Every posted notice, newest first, without its body."""
    return (
        PublicNotice.objects.posted()
        .select_related("round__county", "replaced_by")
        .defer("body", "replaced_by__body")
        .order_by("-posted_at", "-pk")
    )


def announcement_of(round: Round) -> PublicNotice | None:
    """The announcement that stands: its newest edition."""
    return PublicNotice.objects.posted().filter(round=round, kind="announcement").defer("body").order_by("-edition").first()


def replaced(notice: PublicNotice) -> bool:
    """Whether a later edition of it is posted; reads the joined row."""
    newer = getattr(notice, "replaced_by", None)
    return newer is not None and newer.posted_at is not None


def newest(notice: PublicNotice) -> PublicNotice | None:
    """The edition that stands, where this one no longer does."""
    if not replaced(notice):
        return None
    return PublicNotice.objects.posted().filter(round=notice.round_id, kind=notice.kind).defer("body").order_by("-edition").first()


def line(notice: PublicNotice, now: datetime) -> tuple[PublicNotice, str, str]:
    """A notice as a list shows it: itself, a title that fits a phone, its state."""
    return notice, notice.title, word(notice, now)


def word(notice: PublicNotice, now: datetime) -> str:
    """The state of a notice in one word for its tag."""
    if replaced(notice):
        return "已变更"
    if notice.kind == "announcement":
        return registration_word(notice.round, now)
    if notice.kind == "proposed_hires":
        return "公示中" if takes_objections(notice, now) else "公示期满"
    if notice.kind == "exam_arrangement" and "考试安排" in notice.title:
        return "考试安排"
    return SHORT.get(notice.kind, KINDS[notice.kind])


def registration_word(round: Round, now: datetime) -> str:
    """Whether one may apply to a round now."""
    if round.finished_at is not None:
        return "已结束"
    if now < round.registration_opens_at:
        return "即将报名"
    return "报名中" if now < round.registration_closes_at else "已截止"


def takes_objections(notice: PublicNotice, now: datetime) -> bool:
    """Whether a 公示 is running: from its posting to the end of its last day."""
    return (
        notice.kind == "proposed_hires" and notice.posted_at is not None and notice.last_day is not None and now < end_of(notice.last_day)
    )


def people_named(notice: PublicNotice) -> QuerySet[Application]:
    """Whom a 公示 names, by name and ticket number as it prints them."""
    return Application.objects.filter(round=notice.round, standing__proposed=True).select_related("seat").order_by("seat__ticket_number")


def changes_at(rounds: Iterable[Round], now: datetime, *, days: Iterable[date | None] = ()) -> datetime | None:
    """The next instant at which a page about these rounds and the ends of these days would read differently."""
    instants = [instant for round in rounds for instant in (round.registration_opens_at, round.registration_closes_at)]
    instants += [end_of(day) for day in days if day is not None]
    return min((instant for instant in instants if instant > now), default=None)


def next_boundary(now: datetime) -> datetime | None:
    """The next instant at which any list of rounds and notices would read differently, in one query."""
    times = Round.objects.announced().filter(Q(registration_opens_at__gt=now) | Q(registration_closes_at__gt=now))
    ends = PublicNotice.objects.posted().filter(last_day__gte=now.date()).values_list("last_day", flat=True)
    return changes_at(times, now, days=ends)
