"""What waits for a member of staff today: one line for each kind of work, with its count, its limit and its list."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from bureaus import clock
from bureaus.access import holds
from bureaus.models import County, User
from bureaus.waiting import Task, waiting
from policy.calendar import end_of
from policy.contracts import sign_by
from policy.powers import Power, Role
from policy.programme import State
from policy.revocation import REVOCATION
from recruitment import assessment, course, openings
from recruitment.actions.conditions import SOON as REMINDED
from recruitment.models import (
    Application,
    Condition,
    Correction,
    Entry,
    Intake,
    Objection,
    OpeningProposal,
    PublicNotice,
    Recheck,
    Round,
    ScoreSheet,
    Side,
    Status,
    Vacancy,
)
from recruitment.queue import LATE
from staffing import progress, standing
from staffing.models import Budget, Contract, Filing, Matter, PayScheme, PlanStatus, QuotaPlan
from staffing.revisions import revisions_of

SOON = 15  # days before its last day in which an obligation of the pilot stands on the desk


def tasks(user: User, now: datetime) -> list[Task]:
    """What this person owes today: overdue first, then by limit, then as listed. Kinds of which nothing waits are left out."""
    owed = [task for task in _all(user, now) if task.count]
    return sorted(owed, key=lambda task: (not task.late, task.until is None, task.until or now))


def _all(user: User, now: datetime) -> Iterator[Task]:
    yield from _plans(user, now)
    yield from _filings(user, now)
    yield from _programme(user, now)
    yield from _rounds(user, now)
    yield from _reviews(user, now)
    yield from _revocations(user)
    yield from _exams(user)
    yield from _finals(user, now)
    yield from _safeguards(user)
    yield from waiting(user, now)


def _safeguards(user: User) -> Iterator[Task]:
    """Budgets for the head, pay schemes for 人社局, and what came back for the clerk (四(三))."""
    page = reverse("staffing:safeguards", args=[user.county_id]) if user.county_id else reverse("staffing:comparison")
    if holds(user, Power.BUDGET_CONFIRM):
        yield Task("审定经费预算", Budget.objects.visible_to(user).waiting().count(), page)
    if holds(user, Power.PAY_AGREE):
        yield Task("会同核定薪酬方案", PayScheme.objects.visible_to(user).waiting().count(), page)
    if holds(user, Power.SAFEGUARD_EDIT):
        returned = [rows.visible_to(user).open().exclude(return_reason="").count() for rows in (Budget.objects, PayScheme.objects)]
        yield Task("修改被退回的经费和薪酬", sum(returned), page, "改好后重新提交")


def _plans(user: User, now: datetime) -> Iterator[Task]:
    plans = QuotaPlan.objects.visible_to(user)
    counted = plans.aggregate(
        drafts=Count("pk", filter=Q(status=PlanStatus.DRAFT, offered_at=None, sent_back_reason="")),
        sent_back=Count("pk", filter=Q(status=PlanStatus.DRAFT, offered_at=None) & ~Q(sent_back_reason="")),
        returned=Count("pk", filter=Q(status=PlanStatus.RETURNED, offered_at=None)),
        offered=Count("pk", filter=Q(status__in=[PlanStatus.DRAFT, PlanStatus.RETURNED], offered_at__isnull=False)),
        countersigned=Count("pk", filter=Q(status=PlanStatus.COUNTERSIGNED)),
        submitted=Count("pk", filter=Q(status=PlanStatus.SUBMITTED)),
    )
    listed = reverse("staffing:plans")
    if holds(user, Power.PLAN_EDIT):
        yield Task("修改市局退回或者撤回的数额核定方案", counted["returned"], listed, "改好后重新送会签")
        yield Task("修改退回经办人的数额核定方案", counted["sent_back"], listed, "理由写在方案页，改好后重新送会签")
        yield Task("填报数额核定方案", counted["drafts"], listed, "填好后送人社局会签")
        needing = [one for one in revisions_of(user, clock.today(now)) if not one.plan.is_being_revised]  # type: ignore[attr-defined]
        where = reverse("staffing:plan", args=[needing[0].plan.pk]) if len(needing) == 1 else listed
        yield Task("编制数额核定变更方案", len(needing), where, "备案以后司法所或编制有变化")
    if holds(user, Power.PLAN_COUNTERSIGN):
        yield Task("会签数额核定方案", counted["offered"], listed)
    if holds(user, Power.PLAN_SUBMIT):
        yield Task("上报数额核定方案", counted["countersigned"], listed, "人社局已会签")
    if holds(user, Power.PLAN_FILE):
        queue = f"{reverse('admin:staffing_filing_changelist')}?kind=quota"
        yield Task("审核备案数额核定方案", counted["submitted"], queue, "县（区）已上报")


def _filings(user: User, now: datetime) -> Iterator[Task]:
    """What goes up beside the plan; for the city, late answers of both."""
    if not holds(user, Power.FILING_VIEW):
        return
    counted = Matter.objects.visible_to(user).aggregate(
        drafts=Count("pk", filter=Q(status=PlanStatus.DRAFT, offered_at=None, sent_back_reason="")),
        sent_back=Count("pk", filter=Q(status=PlanStatus.DRAFT, offered_at=None) & ~Q(sent_back_reason="")),
        returned=Count("pk", filter=Q(status=PlanStatus.RETURNED, offered_at=None)),
        offered=Count("pk", filter=Q(joint=True, offered_at__isnull=False)),
        ready=Count("pk", filter=Q(joint=False, offered_at__isnull=False) | Q(status=PlanStatus.COUNTERSIGNED)),
        submitted=Count("pk", filter=Q(status=PlanStatus.SUBMITTED)),
    )
    listed = reverse("staffing:filings")
    if holds(user, Power.FILING_EDIT):
        yield Task("修改市局退回或者撤回的上报材料", counted["returned"], listed, "改好后重新送签")
        yield Task("修改退回经办人的上报材料", counted["sent_back"], listed, "理由写在材料页，改好后重新送签")
        yield Task("拟写上报材料", counted["drafts"], listed, "写好后送签")
    if holds(user, Power.FILING_COUNTERSIGN):
        yield Task("会签上报材料", counted["offered"], listed)
    if holds(user, Power.FILING_SUBMIT):
        yield Task("上报材料", counted["ready"], listed, "核对后上报市司法局")
    if holds(user, Power.FILING_FILE):
        queue = reverse("admin:staffing_filing_changelist")
        yield Task("审核上报材料", counted["submitted"], queue, "县（区）已上报")
        city = standing.Clock()
        late = sum(city.is_late(filing, now) for filing in Filing.objects.visible_to(user).waiting())
        yield Task("办结超过期限的上报", late, queue, f"上报后已超过 {city.days} 个工作日", late=True)


def _programme(user: User, now: datetime) -> Iterator[Task]:
    """Obligations of the pilot that are late, and those soon due."""
    if not any(holds(user, power) for power in (Power.FILING_EDIT, Power.FILING_SUBMIT, Power.PROGRAMME_SET)):
        return
    today = clock.today(now)
    programme = progress.current(today)
    if programme is None:
        return
    counties = County.objects.filter(pk=user.county_id) if user.county_id is not None else County.objects.all()
    owed = progress.standing(programme, counties, today, with_city=user.county_id is None)
    late = [each for each in owed if each.is_late]
    page = reverse("staffing:programme")
    longest = max((each.progress.days for each in late), default=0)
    title = "补办逾期的试点任务" if user.county_id is not None else "督促逾期的试点任务"
    yield Task(title, len(late), page, f"最长已逾期 {longest} 天，仍可补办", late=True)
    soon = [each for each in owed if each.progress.state is State.DUE and each.progress.days <= SOON]
    first = min((each.obligation.phase.last_day for each in soon), default=None)
    yield Task("快到期的试点任务", len(soon), page, until=end_of(first) if first else None)


def _rounds(user: User, now: datetime) -> Iterator[Task]:
    listed = reverse("recruitment:rounds")
    if holds(user, Power.ROUND_EDIT):
        rounds = Round.objects.visible_to(user).filter(finished_at=None)
        counted = rounds.aggregate(
            drafts=Count("pk", filter=Q(announced_at=None)),
            over=Count("pk", filter=Q(stage="registration", registration_closes_at__lte=now)),
            closing=Count("pk", filter=Q(stage="registration", registration_closes_at__gt=now)),
            closes_at=Min("registration_closes_at", filter=Q(stage="registration", registration_closes_at__gt=now)),
        )
        yield Task("拟定招聘批次和公告", counted["drafts"], listed, "核对方案、填写岗位、拟好公告后送签")
        yield Task("报名已到截止时间的批次", counted["over"], listed, "系统自动转入资格审查")
        yield Task("正在报名的批次", counted["closing"], listed, "截止后自动转入资格审查", until=counted["closes_at"])
        proposals = OpeningProposal.objects.filter(vacancy=OuterRef("pk"))
        undecided = Vacancy.objects.visible_to(user).filter(round__stage="review", opening=None)
        returned = undecided.filter(Exists(proposals), ~Exists(proposals.filter(closed_at=None)))
        yield Task("重新提出被退回的开考比例意见", *_by_round(returned, "round", "recruitment:round_openings"))
    if holds(user, Power.OPENING_CONFIRM):
        proposed = OpeningProposal.objects.visible_to(user).waiting().filter(vacancy__round__stage="review").exclude(proposed_by=user)
        yield Task("审定岗位核减、取消和保留", *_by_round(proposed, "vacancy__round", "recruitment:openings_confirm"))
    signing = {Power.NOTICE_SIGN_HEAD: ("签发公告公示", "head_signed_by"), Power.NOTICE_SIGN_HR: ("会签公告公示", "hr_signed_by")}
    drafts = PublicNotice.objects.visible_to(user).filter(posted_at=None)
    for power, (title, signature) in signing.items():
        if holds(user, power):
            waiting = drafts.filter(**{signature: None}).exclude(prepared_by=user)
            yield Task(title, *_only(waiting, listed))
    if holds(user, Power.NOTICE_PREPARE):
        signed = drafts.filter(head_signed_by__isnull=False, hr_signed_by__isnull=False)
        yield Task("发布已签齐的公告公示", *_only(signed, listed))


def _reviews(user: User, now: datetime) -> Iterator[Task]:
    queue = reverse("recruitment:applications")
    if holds(user, Power.REVIEW):
        waiting = (
            Application.objects.visible_to(user).at("review").filter(entries=None).aggregate(count=Count("pk"), oldest=Min("submitted_at"))
        )
        oldest = waiting["oldest"]
        late = oldest is not None and now - oldest > LATE
        yield Task("审查报名", waiting["count"], f"{queue}?state=waiting", _since(oldest, now), late=late)
        overdue = Correction.objects.visible_to(user).open().filter(due_at__lte=now, application__status=Status.RETURNED)
        listed = f"{queue}?state=returned"
        yield Task(
            "补正到期，作出结论", overdue.filter(application__entries=None).count(), listed, "到期没有补正的，可以作不通过", late=True
        )
        today = clock.today(now)
        unmet = Condition.objects.visible_to(user).open().filter(application__status=Status.ACTIVE, due_on__lte=today + REMINDED)
        counted = unmet.aggregate(soon=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
        yield Task(
            "附条件通过的事项将到期", counted["soon"], f"{queue}?state=conditional", "办结以前不能签订合同", late=counted["late"] > 0
        )
    if holds(user, Power.REVIEW_CONFIRM):
        entered = (
            Entry.objects.visible_to(user)
            .filter(stage="review")
            .exclude(entered_by=user)
            .aggregate(count=Count("pk"), oldest=Min("entered_at"))
        )
        oldest = entered["oldest"]
        late = oldest is not None and now - oldest > LATE
        yield Task("复核审查意见", entered["count"], f"{queue}?state=entered", _since(oldest, now), late=late)


def _revocations(user: User) -> Iterator[Task]:
    if holds(user, Power.REVOKE_CONFIRM):
        entered = Entry.objects.visible_to(user).filter(stage=REVOCATION).exclude(entered_by=user)
        people = list(entered.values_list("application", flat=True))
        listed = f"{reverse('recruitment:applications')}?state=passed"
        yield Task("审定取消资格", len(people), reverse("recruitment:revocation", args=people) if len(people) == 1 else listed)


def _exams(user: User) -> Iterator[Task]:
    if holds(user, Power.ASSESS):
        people = assessment.people_of(user)
        silent = people.exclude(opinions__side=Side.OFFICE).count()
        yield Task("填写选聘考核意见", silent, reverse("recruitment:assessment"), "本所报名选聘的辅助人员，德、能、勤、绩、廉五项")
    sheets = ScoreSheet.objects.visible_to(user)
    if holds(user, Power.SCORE_CONFIRM):
        entered = sheets.filter(confirmed_at=None).exclude(entered_by=user)
        yield Task("复核成绩", *_by_round(entered, "round", "recruitment:round_scores"))
    if holds(user, Power.SCORE_RELEASE):
        confirmed = sheets.filter(confirmed_at__isnull=False, released_at=None)
        yield Task("核准公布成绩", *_by_round(confirmed, "round", "recruitment:round_scores"))
    if holds(user, Power.SCORE_ENTER):
        asked = Recheck.objects.visible_to(user).filter(answered_at=None)
        yield Task("答复复核申请", *_by_round(asked, "application__round", "recruitment:round_rechecks"))


def _finals(user: User, now: datetime) -> Iterator[Task]:
    if holds(user, Power.RESULT_CONFIRM):
        entered = Entry.objects.visible_to(user).exclude(stage__in=["review", REVOCATION]).exclude(entered_by=user)
        yield Task("复核考察、体检结果", *_by_round(entered, "application__round", "recruitment:round_results"))
    if holds(user, Power.RESULT_ENTER):
        standing = Application.objects.visible_to(user).filter(stage__in=["inspection", "medical"], status=Status.ACTIVE, entries=None)
        yield Task("登记考察、体检结果", *_by_round(standing, "round", "recruitment:round_results"))
    if holds(user, Power.OBJECTION_HANDLE):
        yield from _publicity(user, now)
    if holds(user, Power.CONTRACT_PREPARE):
        waiting = Application.objects.visible_to(user).at("contract")
        yield Task("办理聘用合同", *_by_round(waiting, "round", "recruitment:round_contracts"), "公示期满没有影响聘用的异议")
    if holds(user, Power.CONTRACT_SIGN):
        yield _contracts(user, now)


def _publicity(user: User, now: datetime) -> Iterator[Task]:
    notices = PublicNotice.objects.visible_to(user).filter(kind="proposed_hires", posted_at__isnull=False, round__stage="publicity")
    running = [(round, end_of(last_day)) for round, last_day in notices.values_list("round", "last_day") if last_day is not None]
    over = [round for round, ends_at in running if ends_at <= now]
    ends = min((ends_at for _, ends_at in running if ends_at > now), default=None)
    listed = reverse("recruitment:rounds")
    yield Task("公示期满，结束公示", len(over), reverse("recruitment:round", args=over) if len(over) == 1 else listed)
    yield Task("正在公示", len(running) - len(over), listed, "期满、异议办结后结束公示", until=ends)
    open_ones = Objection.objects.visible_to(user).filter(closed_at=None)
    yield Task("办理公示异议", *_by_round(open_ones, "notice__round", "recruitment:round_objections"))


def _contracts(user: User, now: datetime) -> Task:
    unsigned = Contract.objects.visible_to(user).filter(signed_on=None, renews=None)  # those of a hiring; each names its application
    known = [(reference.rpartition(":")[2], starts_on) for reference, starts_on in unsigned.values_list("reference", "starts_on")]
    listed = reverse("recruitment:contract_sign", args=[known[0][0]]) if len(known) == 1 else reverse("recruitment:rounds")
    late = any(clock.today(now) > sign_by(starts_on) for _, starts_on in known)
    return Task("签订聘用合同", len(known), listed, "自用工之日起一个月内签订", late=late)


def _only(notices: QuerySet[PublicNotice], listed: str) -> tuple[int, str]:
    """How many, and where they are: one notice opens itself, several the list of rounds."""
    keys = list(notices.values_list("pk", flat=True))
    return len(keys), reverse("recruitment:desk_notice", args=keys) if len(keys) == 1 else listed


def _by_round(rows: QuerySet[Any], path: str, page: str) -> tuple[int, str]:
    """How many, and where they are: those of one round on its page, those of several through the list of rounds."""
    counted = dict(rows.order_by().values_list(path).annotate(Count("pk")))
    return sum(counted.values()), reverse(page, args=list(counted)) if len(counted) == 1 else reverse("recruitment:rounds")


def _since(oldest: datetime | None, now: datetime) -> str:
    if oldest is None:
        return ""
    hours = int((now - oldest).total_seconds() // 3600)
    return f"最早的已等待 {hours} 小时"


def what_comes_next(user: User) -> str:
    """For a desk on which nothing waits: what will come and from whom."""
    return {
        Role.CITY: "县（区）上报数额核定方案后，会出现在这里。",
        Role.COUNTY_CLERK: "有人报名、有意见要复核、公告签齐时，会出现在这里。",
        Role.COUNTY_HEAD: "经办人送签公告、送报方案、拟好合同时，会出现在这里。",
        Role.COUNTY_HR: "司法局送来会签的方案和公告、复核过的成绩，会出现在这里。",
        Role.OFFICE: "本所的司法协理员到岗后，可以在花名册里查看。",
        Role.DISCIPLINE: "您可以随时查看招聘进展、花名册和操作留痕。",
    }.get(Role(user.role), "")


def rounds(user: User, now: datetime) -> list[dict[str, Any]]:
    """Each round under way, in the order of the counties, with its numbers."""
    running = Round.objects.visible_to(user).filter(finished_at=None)
    return [course.line(round, now) for round in openings.with_numbers(running).order_by("county__code", "pk")]


def intakes() -> QuerySet[Intake]:
    """Every 招聘期 with how many counties have joined it."""
    return Intake.objects.select_related("opened_by").annotate(
        joined=Count("rounds", distinct=True), announced=Count("rounds", filter=Q(rounds__announced_at__isnull=False), distinct=True)
    )
