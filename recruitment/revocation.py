"""What taking somebody's qualification away would touch: seat, rank, place, quota and contract, and who moves up."""

from dataclasses import dataclass

from bureaus.naming import named
from policy.endings import GROUNDS
from policy.ranking import finalists
from policy.revocation import REVOCATION, Ground, cause, grounds, refusal
from policy.scheme import SETTINGS
from recruitment.models import Application, Entry, Round, Standing, Status, Vacancy
from recruitment.ranking import headcount, merit, ranked_by, released_marks, substitutes
from staffing.models import Contract, LedgerEntry

DECEIT = "deceit"
RUNNING = (Status.ACTIVE, Status.HIRED)


def why_not(application: Application) -> str:
    """Why the qualification cannot be taken away now; empty when it can."""
    return refusal(application.round.stages, application.stage, running=application.status in RUNNING)


def grounds_of(round: Round) -> dict[str, Ground]:
    """On what grounds, by their keys."""
    return grounds(round.intake.track)


def waiting(application: Application) -> Entry | None:
    """The revocation that waits for the head, if there is one."""
    return application.entries.filter(stage=REVOCATION).select_related("entered_by").first()


def reference(application: Application) -> str:
    """Under what the ledger keeps the place that a revocation gave back or took off."""
    return f"{named(application)} 取消资格"


def accounted(vacancy: Vacancy) -> int:
    """How many places of a vacancy a revocation has brought to book already, so that the end of the round does not do it again."""
    gone = Application.objects.filter(vacancy=vacancy, status=Status.REVOKED)
    rows = LedgerEntry.objects.filter(line=vacancy.line_id, reference__in=[reference(one) for one in gone])
    return rows.values("reference").distinct().count()


def is_proposed(application: Application) -> bool:
    """Whether the person holds one of the vacancy's places."""
    return Standing.objects.filter(application=application, proposed=True).exists()


def frees_the_place(application: Application) -> bool:
    """Whether nobody can be called for the place any more, so that it goes back to the ledger at once."""
    posted = application.round.notices.posted().filter(kind="proposed_hires").exists()
    return posted and application.status == Status.ACTIVE and is_proposed(application)


def ranks_anew(application: Application) -> bool:
    """Whether the order of merit is drawn up but not published: then it is drawn up again without the person."""
    round = application.round
    drawn_up = Standing.objects.filter(application=application).exists()
    return drawn_up and round.stage == round.track.ranked and not round.notices.posted().filter(kind="results").exists()


@dataclass(frozen=True)
class Effects:
    """What would happen, each as one sentence under what it concerns."""

    rank: str
    place: str
    quota: str
    contract: str

    @property
    def rows(self) -> list[tuple[str, str]]:
        named = (("考试和名次", self.rank), ("空出的名额和递补", self.place), ("数额台账", self.quota), ("聘用合同", self.contract))
        return [(title, sentence) for title, sentence in named if sentence]


def effects(application: Application) -> Effects:
    """The consequences of revoking now, before anybody has decided."""
    if application.status == Status.HIRED:
        return _of_a_hire(application)
    standing = Standing.objects.filter(application=application).first()
    if standing is None:
        return Effects(_unranked(application), "", "预留的名额不变，由本岗位其他报名人竞争。", "")
    rank = f"综合成绩第 {standing.rank} 名。" if standing.rank else "没有名次。"
    if ranks_anew(application):
        return Effects(f"{rank}名次还没有公布，将不含本人重新排定。", _moved_up(application), "预留的名额不变。", "")
    rank += "已公布的成绩和名次不改动，本人不再递补、不再公示。" if not standing.proposed else "已公布的成绩和名次不改动。"
    if not standing.proposed:
        return Effects(rank, "", "预留的名额不变。", "")
    return Effects(rank, _called(application), _quota(application), _unsigned(application))


def _unranked(application: Application) -> str:
    seat = getattr(application, "seat", None)
    if application.stage == "interview":
        return "面试入围名单不改动，不递补面试人选；本人不参加面试，已有的面试成绩不计入名次。"
    if seat is None:
        return "还没有编排考场，编排时不再包括本人。"
    left_out = "考核、考试成绩不计入名次" if application.round.is_internal else "笔试成绩不计入入围"
    return f"第 {seat.room.number} 考场 {seat.number:02d} 号座位空出，其他人的座位和准考证号不变；本人的{left_out}。"


def _moved_up(application: Application) -> str:
    round, vacancy = application.round, _vacancy(application)
    marks = {stage: released_marks(round, stage) for stage in ranked_by(round)}
    others = (
        Application.objects.filter(pk__in=marks[round.track.ranked], vacancy=vacancy)
        .exclude(pk=application.pk)
        .exclude(status__in=[Status.WITHDRAWN, Status.REVOKED])
        .select_related("round__scheme", "round__intake")
    )
    names = {str(one.pk): one.name for one in others}
    selection = finalists(merit(round, vacancy, list(others), marks), vacancies=headcount(vacancy))
    if selection.tie:
        return selection.tie.sentence
    before = set(Standing.objects.filter(vacancy=vacancy, proposed=True).values_list("application", flat=True))
    risen = [names[str(key)] for key in selection.keys if int(key) not in before]
    return f"依次进入拟聘用名额：{'、'.join(risen)}。" if risen else "没有人因此进入拟聘用名额。"


def _called(application: Application) -> str:
    vacancy = _vacancy(application)
    if frees_the_place(application):
        return "拟聘用人员已经公示，不再递补，这个名额空出；公示名单不改动，聘用结果公告不再列出本人。"
    if application.round.is_internal:
        return "择优选聘不递补，这个名额空出，招聘结束时退回台账。"
    key = f"substitution_{cause(application.stage)}"
    setting = SETTINGS[application.round.intake.track][key]
    now, then = substitutes(vacancy), substitutes(vacancy, without=application)
    if then.tie:
        return then.tie.sentence
    if called := [place for place in then.chosen if place not in now.chosen]:
        people = Application.objects.filter(pk__in=[int(place.key) for place in called])
        return f"按方案（{setting.title}递补）可以递补：{'、'.join(person.name for person in people)}，由经办人在“考察和体检”里办理。"
    return f"按方案（{setting.title}的规定）和候补情况，没有人递补，这个名额空出。"


def _quota(application: Application) -> str:
    if frees_the_place(application):
        return "预留的 1 个名额同时退回数额台账。"
    return "预留的名额留给递补；没有人递补的，批次结束时退回数额台账。"


def _unsigned(application: Application) -> str:
    drawn_up = Contract.objects.filter(reference=named(application), signed_on=None).exists()
    return "已拟定、还没有签订的合同作废。" if drawn_up else ""


def _of_a_hire(application: Application) -> Effects:
    ground = GROUNDS[DECEIT]
    return Effects(
        "已公布的成绩、名次和聘用结果不改动。",
        "招聘已经结束，不递补。",
        "数额台账记为离岗 1 人；这个名额要重新使用，须另报方案。",
        f"合同按《劳动合同法》{ground.clause.ref}解除（{ground.title}），花名册自今天起不再列入。解除前应当将理由通知工会（第四十三条）。",
    )


def _vacancy(application: Application) -> Vacancy:
    return Vacancy.objects.select_related("round__scheme", "round__intake", "opening").get(applications=application)
