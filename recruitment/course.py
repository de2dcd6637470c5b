"""The course of a round as its bureau reads it: the strip of stages, what blocks and where to mend it, numbers, notices, openings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from bureaus import clock
from policy.openings import Opening, allowed, bearable
from policy.scheme import SETTINGS, Setting
from policy.tracks import NOTICES, next_stage
from recruitment import progress
from recruitment.models import Application, OpeningProposal, PublicNotice, Round, Status, Vacancy
from recruitment.openings import left_to_choose
from recruitment.templatetags.recruiting import stage_title as title
from staffing.models import PlanLine
from staffing.models.plans import Use

# ---- the strip ----


@dataclass(frozen=True)
class Mark:
    """One stage on the strip. `state`: done, current or future."""

    title: str
    state: str


def strip(round: Round) -> list[Mark]:
    """The round's stages in its own order, up to where it has come."""
    here = len(round.stages) if round.finished_at else round.stages.index(round.stage)
    states = ["done" if place < here else "current" if place == here else "future" for place in range(len(round.stages))]
    return [Mark(title(key), state) for key, state in zip(round.stages, states, strict=True)]


# ---- what blocks, and where to mend it ----


@dataclass(frozen=True)
class Blocker:
    """One sentence of the gates, with the page on which it is mended; no page where only waiting helps."""

    sentence: str
    url: str = ""
    label: str = ""


# Words of a gate's sentence -> where a clerk goes. The first that fits counts; a test holds every gate against this list.
_MENDING: tuple[tuple[str, str, str], ...] = (
    ("还没有发布，请拟好", "recruitment:round_notices", "去拟公告公示"),
    ("签批", "recruitment:round_notices", "去看签批"),
    ("数额计划还没有备案", "staffing:plan", "看数额核定方案"),
    ("招聘方案没有填对", "recruitment:round_scheme", "去改方案"),
    ("招聘岗位", "recruitment:round_vacancies", "去填岗位"),
    ("备案剩余", "recruitment:round_vacancies", "去填岗位"),
    ("报名没有审查结论", "recruitment:applications", "去审查"),
    ("审查结论没有经第二人复核", "recruitment:applications", "去复核"),
    ("没有公布", "recruitment:round_notices", "去拟公告公示"),
    ("改报时间", "recruitment:round_openings", "看改报"),
    ("开考比例", "recruitment:round_openings", "去决定"),
    ("座位", "recruitment:round_exam", "去编排考场"),
    ("考官评分", "recruitment:round_scores", "看成绩"),
    ("考核结果", "recruitment:round_scores", "看成绩"),
    ("成绩复核申请没有答复", "recruitment:round_rechecks", "去答复"),
    ("复检申请没有结果", "recruitment:round_rechecks", "去登记"),
    ("末位并列", "recruitment:round_scores", "看名次"),
    ("成绩", "recruitment:round_scores", "看成绩"),
    ("考察结果", "recruitment:round_results", "去登记"),
    ("体检结果", "recruitment:round_results", "去登记"),
    ("空出的名额", "recruitment:round_results", "去递补"),
    ("公示异议", "recruitment:round_objections", "去办理"),
    ("没有签订合同", "recruitment:round_contracts", "去签订"),
)
_QUEUES = {"去审查": "waiting", "去复核": "entered"}


def blockers(round: Round, now: datetime) -> list[Blocker]:
    """What keeps the open stage from closing now."""
    return mended(progress.what_blocks(round, now), round)


def mended(sentences: Iterable[str], round: Round) -> list[Blocker]:
    """Each sentence with the way to mend it."""
    return [_mended(sentence, round) for sentence in sentences]


def _mended(sentence: str, round: Round) -> Blocker:
    for words, page, label in _MENDING:
        if words in sentence:
            return Blocker(sentence, _page(page, round, label), label)
    return Blocker(sentence)


def _page(page: str, round: Round, label: str) -> str:
    if page == "staffing:plan":
        return reverse(page, args=[round.plan_id])
    if page == "recruitment:applications":
        return f"{reverse(page)}?round={round.pk}&state={_QUEUES[label]}"
    return reverse(page, args=[round.pk])


# ---- numbers, notices, vacancies ----


def line(round: Any, now: datetime) -> dict[str, Any]:
    """One round in the list. It comes from `openings.with_numbers`."""
    if round.finished_at is not None:
        word, tone = "已结束", "plain"
    elif round.announced_at is None:
        word, tone = "拟定中", "plain"
    else:
        word, tone = title(round.stage), "posted" if round.stage == "publicity" else "live"
    return {"round": round, "word": word, "tone": tone}


def numbers(round: Round, *, may_review: bool) -> list[dict[str, Any]]:
    """The round in figures; each opens its list for those who may read it."""
    # Entries and results are rows beside the person: whoever has several is still counted once.
    counted = Application.objects.filter(round=round).aggregate(
        submitted=Count("pk", filter=~Q(status=Status.DRAFT), distinct=True),
        waiting=Count("pk", filter=Q(status=Status.ACTIVE, stage="review", entries=None), distinct=True),
        entered=Count("pk", filter=Q(stage="review", entries__stage="review"), distinct=True),
        passed=Count("pk", filter=Q(results__stage="review", results__outcome="passed"), distinct=True),
        live=Count(
            "pk", filter=Q(status=Status.ACTIVE) & ~Q(stage__in=["registration", "review"]) & Q(results__stage="review"), distinct=True
        ),
    )
    queue = f"{reverse('recruitment:applications')}?round={round.pk}&state="
    shown = [
        ("submitted", "已报名", ""),
        ("waiting", "待审查", "waiting"),
        ("entered", "待复核", "entered"),
        ("passed", "审查通过", "passed"),
    ]
    figures = [{"value": counted[key], "word": word, "url": queue + state if may_review else ""} for key, word, state in shown]
    return [*figures, {"value": counted["live"], "word": "现在还在招聘中"}]


def notices(round: Round) -> list[dict[str, Any]]:
    """Every kind of notice the round owes, in the order of its stages, with the draft or the posted one."""
    there: dict[str, PublicNotice] = {}
    changes: dict[str, list[PublicNotice]] = {}
    for notice in round.notices.select_related("prepared_by").defer("body").order_by("edition"):
        if notice.is_change:
            changes.setdefault(notice.kind, []).append(notice)
        else:
            there[notice.kind] = notice
    here = round.stages.index(round.stage)
    untold = progress.untold_openings(round).exists()
    owed = [(place, round.track.stage(key)) for place, key in enumerate(round.stages)]
    rows: list[dict[str, Any]] = []
    for place, stage in owed:
        for kind in (stage.may_owe, stage.notice):
            if not kind or not (kind == stage.notice or untold or kind in there):
                continue
            title, first = NOTICES[kind].titled(round.intake.track), there.get(kind)
            again = kind == stage.may_owe and untold
            rows.append({"kind": kind, "title": title, "stage": stage.title, "notice": first, "due": place <= here, "again": again})
            rows += [
                {"kind": "", "title": f"{title}第 {change.edition - 1} 次变更", "stage": "", "notice": change, "due": False}
                for change in changes.get(kind, ())
            ]
    for row in rows:
        row |= notice_word(row["notice"])
    return rows


def notice_word(notice: PublicNotice | None) -> dict[str, str]:
    """How far a notice has come, in a word and its tone."""
    if notice is None:
        return {"word": "未拟稿", "tone": "plain"}
    if notice.posted_at is not None:
        return {"word": "已发布", "tone": "good"}
    if notice.head_signed_by_id is None:
        return {"word": "待签发", "tone": "warn"}
    return {"word": "待会签", "tone": "warn"} if notice.hr_signed_by_id is None else {"word": "待发布", "tone": "live"}


def vacancies(round: Round) -> list[Vacancy]:
    """Each vacancy with how many applied and how many passed the review."""
    applied = Count("applications", filter=~Q(applications__status=Status.DRAFT))
    return list(round.vacancies.select_related("line__office", "opening").annotate(applied=applied))


def total(lines: Iterable[PlanLine], round: Round) -> Use:
    """The use of the whole plan."""
    return sum((one.use(round.intake.track) for one in lines), Use(0, 0, 0, 0))


def scheme_rows(round: Round) -> list[dict[str, str]]:
    """The scheme read back, for those who only read it."""
    values = round.scheme.values
    return [{"label": setting.title, "value": _said(setting, values.get(key))} for key, setting in SETTINGS[round.intake.track].items()]


def _said(setting: Setting, value: Any) -> str:
    if value is None:
        return ""
    if setting.choices:
        return dict(setting.choices).get(str(value), "")
    return f"{value}{setting.unit if setting.unit in ('', '%') else f' {setting.unit}'}"


# ---- closing ----


def consequences(round: Round, stage: str) -> list[str]:
    """What closing this stage does, and to how many people."""
    following = next_stage(round.stages, stage)
    people = Application.objects.filter(round=round, status=Status.ACTIVE)
    said = [f"“{title(stage)}”结束，" + (f"进入“{title(following)}”。" if following else "本批次招聘全部结束。")]
    match stage:
        case "registration":
            said.append(f"收到报名 {people.exclude(stage='registration').count()} 份，转入资格审查。")
        case "review":
            rejected = Application.objects.filter(round=round, status=Status.REJECTED).count()
            said += [
                f"审查通过的 {people.filter(stage=round.after_review).count()} 人参加{title(round.after_review)}，{rejected} 人不通过。",
                "退回补正的不能再提交。",
            ]
        case round.track.ranked:
            proposed = people.filter(stage=stage, standing__proposed=True).count()
            others = "没有进入名额的到此为止，也会收到通知" if round.is_internal else "其余有名次的人等待递补"
            said.append(f"{proposed} 人进入“{title(following or '')}”，会收到通知；{others}。")
        case "publicity":
            said.append(f"公示中的 {people.filter(stage='publicity').count()} 人里，没有暂缓的进入签订合同，会收到通知。")
        case "contract":
            waiting = [] if round.is_internal else [f"仍在候补的 {progress.waiting(round).count()} 人不再递补，会收到通知。"]
            said += [*waiting, "没有用完的名额退回数额台账。"]
        case _:
            said.append(f"本环节之后还在招聘中的有 {people.count()} 人。")
    return said


# ---- 开考比例 ----


@dataclass(frozen=True)
class OpeningRow:
    """One vacancy after the review: who passed, who still waits, what the count bears, what may be decided or was."""

    vacancy: Vacancy
    qualified: int
    undecided: int
    bearable: int
    ratio: int

    @property
    def decision(self) -> Any:
        return getattr(self.vacancy, "opening", None)

    @property
    def proposal(self) -> Any:
        """What was proposed last and stands undecided: waiting for the head, or sent back; reads prefetched rows."""
        if self.decision is not None:
            return None
        return next(reversed(self.vacancy.proposals.all()), None)

    @property
    def reaches(self) -> bool:
        """Whether the vacancy keeps all its places."""
        return self.bearable == self.vacancy.headcount

    @property
    def switches(self) -> bool:
        """Whether cancelling it would leave people who may choose another vacancy."""
        return not self.reaches and self.qualified > 0 and left_to_choose(self.vacancy).exists()

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """The decisions the count allows."""
        words = {
            Opening.KEEP: "保留",
            Opening.REDUCE: f"核减为 {self.bearable} 人",
            Opening.CANCEL: "取消岗位",
            Opening.RETAIN: f"经批准保留 {self.vacancy.headcount} 人",
        }
        return [(each.value, words[each]) for each in allowed(self.qualified, ratio=self.ratio, headcount=self.vacancy.headcount)]


def opening_rows(round: Round) -> list[OpeningRow]:
    """Every vacancy of the round."""
    return [_opening(vacancy, round.scheme.number("opening_ratio")) for vacancy in _counted(Vacancy.objects.filter(round=round))]


def proposed_rows(round: Round) -> list[OpeningRow]:
    """The vacancies on which a proposal waits for the head."""
    return [row for row in opening_rows(round) if row.proposal is not None and row.proposal.closed_at is None]


def opening_row(vacancy: Vacancy) -> OpeningRow:
    """One vacancy."""
    return _opening(_counted(Vacancy.objects.filter(pk=vacancy.pk))[0], vacancy.round.scheme.number("opening_ratio"))


def _counted(vacancies: Any) -> list[Any]:
    return list(
        vacancies.select_related("line__office", "opening")
        .prefetch_related(Prefetch("proposals", OpeningProposal.objects.select_related("proposed_by", "closed_by").order_by("pk")))
        .annotate(
            qualified=Count("applications", filter=Q(applications__status=Status.ACTIVE, applications__stage="written_exam")),
            undecided=Count(
                "applications", filter=Q(applications__status__in=[Status.ACTIVE, Status.RETURNED], applications__stage="review")
            ),
        )
    )


def _opening(vacancy: Any, ratio: int) -> OpeningRow:
    decision = getattr(vacancy, "opening", None)
    qualified = vacancy.qualified if decision is None else decision.qualified  # counted once: later stages take nobody off it
    return OpeningRow(vacancy, qualified, vacancy.undecided, bearable(qualified, ratio=ratio, headcount=vacancy.headcount), ratio)


# ---- posting ----


def posting(notice: PublicNotice, now: datetime) -> list[str]:
    """What posting makes public, for whom and from when, and what it freezes."""
    round = notice.round
    said = [f"发布后，{moment(now)} 起任何人不用登录就能在网站上看到全文并下载公文。"]
    if notice.is_change:
        return [*said, *_changing(notice)]
    if notice.kind == "announcement":
        places = sum(round.vacancies.values_list("headcount", flat=True))
        said += [
            f"公开内容：{round.vacancies.count()} 个岗位、招聘 {places} 人，报名条件、方案和时间。",
            f"报名从 {moment(round.registration_opens_at)} 开始，到 {moment(round.registration_closes_at)} 截止。",
            f"批次、方案和岗位不能再改，数额台账预留 {places} 个名额。",
        ]
    elif notice.kind == "proposed_hires":
        people = Application.objects.filter(round=round, standing__proposed=True, status=Status.ACTIVE).count()
        said += [
            f"公开 {people} 人的姓名、性别、岗位、准考证号、成绩和名次，不含身份证号。",
            f"公示从发布的次日起算，共 {round.scheme.number('publicity_days')} 个工作日。",
        ]
    elif notice.kind == "opening_changes":
        said.append("公开各岗位的核减、取消或者保留，以及改报的截止时间，不含任何人的姓名。")
    else:
        said.append("名单上的人员和成绩随全文公开，不含身份证号。")
    return said


def _changing(notice: PublicNotice) -> list[str]:
    round = notice.round
    people = Application.objects.filter(round=round).values("applicant").distinct().count()
    said = []
    if closes_at := notice.changes.get("registration_closes_at"):
        later = datetime.fromisoformat(closes_at)
        said.append(f"报名截止由 {moment(round.registration_closes_at)} 延长到 {moment(later)}；过了原截止时刻就不能再发布。")
    if texts := [title for key, title in (("introduction", "前言"), ("benefits", "待遇")) if key in notice.changes]:
        said.append(f"公告的{'、'.join(texts)}以变更后的为准。")
    return [*said, "原公告保留原样，页面上方注明已经变更，并链到变更公告。", f"已报名和正在填写的 {people} 人会收到通知。"]


def moment(instant: datetime) -> str:
    """2024年4月12日 18:00, as sentences write it."""
    local = instant.astimezone(clock.BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
