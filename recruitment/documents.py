"""The papers of recruitment: notice, receipt, admission ticket, contract."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.safestring import mark_safe

from bureaus import clock, outbox
from bureaus.days import working_days
from bureaus.models import User
from bureaus.naming import named
from documents.actions import JOB, Order, ask_paper, ask_papers
from documents.models import OfficialPaper, PaperKind
from policy.calendar import NoCalendar, last_day
from policy.identity import mask
from recruitment.models import Application, PublicNotice, Seat
from staffing.contract_papers import ask_contract
from staffing.models import Contract

REVIEWED = "招聘单位审查您的材料，{until}结果会显示在“我的报名”，并发通知给您。"
NEXT_STEPS = (
    "审查通过后，请留意{exam}安排公告，在“我的报名”打印准考证。",
    "报名截止前可以撤回；请保持电话畅通。",
)
EXAM_RULES = (
    "请携带本准考证和有效居民身份证原件参加考试，两证不全的不能进入考场。",
    "开考前 30 分钟凭证入场，按座位号就座；开考 30 分钟后不得入场。",
    "手机等通讯设备应关机并放在指定地点，带至座位的按违纪处理。",
    "考试为闭卷，内容为公共基础知识；请自备黑色签字笔和 2B 铅笔。",
    "考试结束后试卷、答题卡和草稿纸一律留在桌上，不得带出考场。",
)
SUBJECT = "公共基础知识"
CLOSED_BOOK = "考试为闭卷，请自备黑色签字笔和 2B 铅笔；考核不合格的不参加考试，准考证不再有效。"


def notice_paper(notice: PublicNotice, *, now: datetime) -> OfficialPaper:
    """The official form of a notice, with the very words of the page."""
    county = notice.round.county
    return ask_paper(
        kind=PaperKind.NOTICE,
        about=notice,
        title=notice.title,
        template="documents/notice.html",
        context={
            "issuers": [county.justice_bureau, county.hr_bureau],
            "dated": clock.today(now),
            "body": mark_safe(notice.body),  # noqa: S308 - rendered by our own template with autoescape
            "attachments": [],
            "annotation": "此件公开发布",
            "copies": [],
            "printed_by": county.justice_bureau,
            "printed_on": clock.today(now),
        },
        now=now,
        county=county,
        is_public=True,
        paper_number=notice.paper_number,
    )


def receipt_paper(application: Application, *, now: datetime) -> OfficialPaper:
    """报名回执: what was received, when, and what comes next."""
    return ask_paper(
        kind=PaperKind.RECEIPT,
        about=application,
        title=f"报名回执 {application.number}",
        template="documents/receipt.html",
        context={
            "number": application.number,
            "name": application.name,
            "id_number": mask(application.id_number),
            "round": application.round.title,
            "vacancy": str(application.vacancy),
            "relatives": "" if application.has_relatives is None else "有，已填写" if application.has_relatives else "没有",
            "submitted_at": application.submitted_at,
            "next_steps": [answered_by(application), *(step.format(exam=_exam(application)) for step in NEXT_STEPS)],
            "contact": _contact(application),
        },
        now=now,
        county=application.round.county,
        person=application.applicant,
    )


def answered_by(application: Application) -> str:
    """That the review comes next; and by when it is answered, where the announcement has said so."""
    return REVIEWED.format(until=review_until(application))


def review_until(application: Application) -> str:
    """The days that the announcement gives the review, with the last of them where the calendar knows it; blank where it gives none."""
    days = application.round.scheme.number("review_days")
    if not days or application.submitted_at is None:
        return ""
    first = clock.today(application.submitted_at) + timedelta(days=1)
    try:
        last = last_day(first, days, working_days())
    except NoCalendar:
        return f"自提交的次日起 {days} 个工作日内答复，"
    return f"自提交的次日起 {days} 个工作日内（{last.year}年{last.month}月{last.day}日 24:00 前）答复，"


def ticket_papers(seats: Iterable[Seat], *, now: datetime) -> list[OfficialPaper]:
    """准考证 for every seat."""
    return ask_papers([_ticket(seat) for seat in seats], now=now)


@dataclass(frozen=True)
class Progress:
    """How many papers were asked for, how many are made, and why the next one waits where there is a reason to tell."""

    asked: int
    made: int
    waits_for: str

    @property
    def is_running(self) -> bool:
        return self.made < self.asked


def tickets_made(user: User, seats: Iterable[Seat]) -> Progress:
    """How far the 准考证 of these seats have come, as far as this person may see them."""
    papers = OfficialPaper.objects.visible_to(user).filter(kind=PaperKind.ADMISSION_TICKET, about__in=[named(seat) for seat in seats])
    asked, made = papers.count(), papers.filter(rendered_at__isnull=False).count()
    waiting = papers.filter(rendered_at=None).defer("source").order_by("pk").first() if made < asked else None
    reason = outbox.fault_of(JOB, waiting) if waiting else ""
    return Progress(asked, made, "" if reason.isascii() else reason)


def _ticket(seat: Seat) -> Order:
    application, site = seat.application, seat.room.site
    photo = application.photo
    return Order(
        kind=PaperKind.ADMISSION_TICKET,
        about=seat,
        title=f"准考证 {seat.ticket_number}",
        template="documents/admission_ticket.html",
        context={
            "name": application.name,
            "sex": application.sex,
            "id_number": application.id_number,
            "vacancy": str(application.vacancy),
            "ticket_number": seat.ticket_number,
            "site": site.name,
            "address": site.address,
            "room": seat.room.number,
            "seat": seat.number,
            "subject": _exam(application) if application.round.is_internal else SUBJECT,
            "starts_at": site.starts_at,
            "ends_at": site.starts_at + timedelta(minutes=application.round.scheme.number("written_minutes")),
            "rules": [*EXAM_RULES[:3], CLOSED_BOOK if application.round.is_internal else EXAM_RULES[3], *EXAM_RULES[4:]],
            "photo": photo,
        },
        county=application.round.county,
        person=application.applicant,
        pictures=[photo] if photo else [],
    )


def paper_of(user: User, kind: PaperKind, row: Model) -> OfficialPaper | None:
    """The newest paper of a kind about a row, as far as this person may see it."""
    return OfficialPaper.objects.visible_to(user).filter(kind=kind, about=named(row)).order_by("-pk").first()


def contract_paper(contract: Contract, application: Application, *, now: datetime) -> OfficialPaper:
    """聘用合同 on the facts of the application."""
    party = {name: getattr(application, name) for name in ("name", "sex", "id_number", "address", "phone")}
    return ask_contract(contract, party=party, person=application.applicant, now=now)


def _exam(application: Application) -> str:
    """What is sat in writing: 笔试, or 考试 in internal selection."""
    track = application.round.track
    return track.stage(track.sat).title


def _contact(application: Application) -> str:
    county = application.round.county
    return "，".join(part for part in (county.justice_bureau, county.phone and f"电话 {county.phone}") if part)
