"""A county's plan, from its first cell to the city's filing number, and the round that stands on it."""

from dataclasses import dataclass
from datetime import date, datetime

from bureaus import clock
from bureaus.models import User
from policy.filings import Mark, checklist
from policy.quota import least_planned
from recruitment import actions as recruitment
from recruitment.models import Intake, PublicNotice, Round
from staffing import actions as staffing
from staffing.models import Establishment, Filing, QuotaPlan
from yangquan_portal.story.staff import Team

ESTABLISHED = {"城区": 14, "矿区": 11, "郊区": 12, "平定县": 18, "盂县": 21}  # 演示 numbers: the real ones are entered by the counties
INTERNAL_SHARE = 4  # one in four assistants comes from serving staff


@dataclass(frozen=True)
class Window:
    """When a round takes registrations."""

    opens_at: datetime
    closes_at: datetime


def enter_establishment(team: Team, *, holds_from: date, now: datetime) -> None:
    """The county's 编制情况 from a day on: 演示 numbers, as many posts as its plan counts.

    Auxiliary staff stay unknown in every third office.
    """
    offices = list(team.county.offices.standing().order_by("code"))
    posts = _spread(ESTABLISHED[team.county.name], len(offices))
    rows = [
        staffing.EstablishmentRow(
            office, holds_from, posts[place], max(posts[place] - 1, 0), place % 2 if place % 3 else None, source="演示数据", note="演示"
        )
        for place, office in enumerate(offices)
    ]
    staffing.import_establishment(rows=rows, by=team.clerk, now=now)


def add_a_post(team: Team, *, now: datetime) -> None:
    """One office of the county gets a post more from today: its filed plan is then out of date."""
    record = Establishment.objects.as_of(clock.today(now)).filter(office__county=team.county).order_by("office__code")[0]
    row = staffing.EstablishmentRow(
        record.office,
        clock.today(now),
        (record.established_posts or 0) + 1,
        record.in_post,
        record.auxiliary,
        source="演示数据",
        note="演示：增加编制",
    )
    staffing.enter_establishment(row=row, by=team.clerk, now=now)


def draft_plan(team: Team, *, year: int, now: datetime) -> QuotaPlan:
    """Begin a plan and enter numbers that just meet 所均 4 人, spread evenly over the offices."""
    plan = staffing.begin_plan(county=team.county, year=year, by=team.clerk, now=now)
    lines = list(plan.lines.order_by("office__code"))
    established = _spread(ESTABLISHED[team.county.name], len(lines))
    assistants = least_planned(len(lines), sum(established))
    internal = assistants // INTERNAL_SHARE
    # The offices with the fewest posts come last in `established`, so planning from the end on evens the offices out.
    by_internal = _spread(internal, len(lines))
    by_public = list(reversed(_spread(assistants - internal, len(lines))))
    numbers = {
        line.pk: {
            "established_posts": established[place],
            "in_post": max(established[place] - 1, 0),
            "serving_assistants": 0,
            "planned_internal": by_internal[place],
            "planned_public": by_public[place],
        }
        for place, line in enumerate(lines)
    }
    return staffing.save_lines(plan=plan, numbers=numbers, by=team.clerk, seen=plan.version, now=now)


def submit_plan(team: Team, plan: QuotaPlan, *, now: datetime) -> QuotaPlan:
    """The clerk hands it on, 人社局 countersigns, the head submits."""
    plan = staffing.offer_plan(plan=plan, by=team.clerk, seen=plan.version, now=now)
    plan = staffing.countersign_plan(plan=plan, by=team.hr, seen=plan.version, now=now)
    return staffing.submit_plan(plan=plan, by=team.head, seen=plan.version, now=now)


def file_plan(plan: QuotaPlan, *, city: User, now: datetime) -> QuotaPlan:
    """The city files what has arrived."""
    number, sent = staffing.suggested_filing_number(plan, now=now), plan.filings.get(decided_at=None)
    return staffing.file_plan(plan=plan, filing_number=number, marks=checked(sent), by=city, now=now)


def checked(filing: Filing) -> dict[str, str]:
    """The checklist of a city that finds nothing amiss: what is not enclosed does not apply."""
    absent = {each.key for each in filing.kind_of_filing.enclosures} - {each["key"] for each in filing.enclosures}
    return {key: Mark.BESIDE if key in absent else Mark.MET for key, _ in checklist(filing.kind_of_filing)}


def begin_round(team: Team, *, intake: Intake, plan: QuotaPlan, window: Window, now: datetime, offices: int | None = None) -> Round:
    """A round for what the plan means to take on the intake's track (at its first offices only, one person each)."""
    round = recruitment.begin_round(
        intake=intake,
        plan=plan,
        title=f"{team.county}{plan.year}年{'择优选聘' if intake.track == 'internal' else '公开招聘'}司法协理员（演示）",
        registration_opens_at=window.opens_at,
        registration_closes_at=window.closes_at,
        by=team.clerk,
        now=now,
    )
    lines = plan.lines.order_by("office__code")
    headcounts = {line.pk: line.planned(intake.track) for line in lines} if offices is None else {line.pk: 1 for line in lines[:offices]}
    return recruitment.set_vacancies(round=round, headcounts=headcounts, by=team.clerk, seen=round.version, now=now)


def post(team: Team, round: Round, kind: str, *, now: datetime) -> PublicNotice:
    """Draw up a notice, have both bureaus sign it, post it."""
    notice = recruitment.prepare_notice(round=round, kind=kind, by=team.clerk, now=now)
    for signatory in (team.head, team.hr):
        notice = recruitment.sign_notice(notice=notice, by=signatory, seen=notice.version, now=now)
    return recruitment.post_notice(notice=notice, by=team.clerk, seen=notice.version, now=now)


def _spread(total: int, places: int) -> list[int]:
    """`total` over `places`, as evenly as whole numbers allow, the larger shares first."""
    share, more = divmod(total, places)
    return [share + 1] * more + [share] * (places - more)
