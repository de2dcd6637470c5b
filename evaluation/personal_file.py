"""One person's whole service in time order, each event with the day it counts from, for the page and for the 个人档案 on paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from bureaus import clock
from bureaus.access import holds
from bureaus.models import User
from bureaus.naming import named
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind, StoredFile
from evaluation.appraisal_papers import ask_appraisal_sheet
from evaluation.models import Appraisal, Commendation, Departure, Dismissal, Incident, Leave, LeaveState, Renewal, Ruling, Tally, Transfer
from policy.appraisal import Grade
from policy.attendance import KINDS, in_days
from policy.identity import mask
from policy.people import Education
from policy.powers import Power
from staffing.models import Assistant, Contract, HealthCheck, Posting, Training

TEMPLATE = "documents/personal_file.html"
ENDS = (Power.CONTRACT_PREPARE, Power.CONTRACT_SIGN)
DISCIPLINE = (Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
"""Breaches are for who keeps them and for the person; to others of the county a personal file says nothing of them."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a person's service."""

    day: date
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """A file that somebody handed in about a person: a 表彰决定, a resignation, evidence."""

    day: date
    title: str
    url: str
    stored: StoredFile


def history(person: Assistant, user: User) -> list[Event]:
    """Everything this reader may see of a person, the newest first. Of health it says the conclusion, of what protects somebody nothing."""
    events = [*_contracts(person, user), *_places(person, user), *_work(person, user), *_decisions(person, user)]
    return sorted(events, key=lambda event: event.day, reverse=True)


def _contracts(person: Assistant, user: User) -> Iterator[Event]:
    for contract in Contract.objects.visible_to(user).signed().filter(assistant=person).select_related("office"):
        if contract.signed_on is not None:
            said = f"{contract.get_form_display()}，{contract.term_in_words}，{contract.office}"
            yield Event(contract.signed_on, "续订聘用合同" if contract.renews_id else "签订聘用合同", said)
    ends = _holds_any(user, *ENDS)
    for departure in Departure.objects.visible_to(user).decided().filter(contract__assistant=person):
        if departure.carried_out_at is not None and departure.last_day is not None:
            yield Event(departure.last_day, "离职", departure.get_ground_display())
        if ends and departure.served_on is not None:
            yield Event(departure.served_on, "送达解除劳动合同通知书", departure.get_ground_display())


def _places(person: Assistant, user: User) -> Iterator[Event]:
    for posting in Posting.objects.visible_to(user).filter(assistant=person).select_related("office"):
        yield Event(posting.first_day, "到岗", str(posting.office))
    moves = Transfer.objects.visible_to(user).filter(assistant=person, state=Ruling.CONFIRMED)
    for move in moves.select_related("from_office", "to_office"):
        yield Event(move.effective_on, "调配", f"{move.from_office}调往{move.to_office}：{move.reason}")


def _work(person: Assistant, user: User) -> Iterator[Event]:
    for training in Training.objects.visible_to(user).filter(assistant=person).standing():
        yield Event(training.held_on, "培训", f"{training.topic}，{training.hours} 学时，{training.organiser}")
    for check in HealthCheck.objects.visible_to(user).filter(assistant=person).standing().defer("details"):
        yield Event(check.checked_on, "健康检查", check.get_conclusion_display())
    if holds(user, Power.DAILY_VIEW):
        yield from _months(person, user)
        for leave in Leave.objects.visible_to(user).filter(assistant=person, state=LeaveState.APPROVED):
            yield Event(
                leave.first_day, "请假", f"{KINDS[leave.kind].title} {leave.days} 天，到 {leave.last_day}{' 上午' if leave.to_noon else ''}"
            )


def _months(person: Assistant, user: User) -> Iterator[Event]:
    """Log and attendance, one event a month, dated by its first day."""
    counted = Tally.objects.visible_to(user).filter(assistant=person).order_by("month").values_list("month")
    for month, entries, *halves in counted.annotate(Sum("submitted"), Sum("present"), Sum("leave"), Sum("absent")):
        spent = [f"{word} {in_days(half)} 天" for word, half in zip(("出勤", "请假", "旷工"), halves, strict=True) if half]
        said = [*([f"日志 {entries} 条"] if entries else []), *spent]
        if said:
            yield Event(month, "日志和考勤", f"{month.year}年{month.month}月：{'，'.join(said)}")


def _decisions(person: Assistant, user: User) -> Iterator[Event]:
    if _holds_any(user, Power.APPRAISAL_VIEW, Power.DAILY_RECORD):
        for sheet in _final_sheets(person, user):
            yield Event(sheet.period.last_day, "考核", f"{sheet.period.name}：{Grade(sheet.grade).title}")
    for praised in Commendation.objects.visible_to(user).filter(assistant=person).given():
        if praised.decided_at is not None:
            yield Event(clock.today(praised.decided_at), "表彰", f"{praised.title}：{praised.achievements}")
    if _holds_any(user, *DISCIPLINE):
        for incident in Incident.objects.visible_to(user).filter(assistant=person).confirmed():
            served = f"（{incident.served_on} 送达）" if incident.served_on else "（待送达）"
            yield Event(incident.day, "违规", f"{incident.get_measure_display()}：{incident.facts}{served}")
        for dismissal in Dismissal.objects.visible_to(user).filter(contract__assistant=person, state=Ruling.CONFIRMED):
            if dismissal.decided_at is not None:
                served = f"（{dismissal.served_on} 送达）" if dismissal.served_on else "（待送达）"
                yield Event(clock.today(dismissal.decided_at), "解聘", f"{dismissal.get_ground_display()}：{dismissal.facts}{served}")
    for renewal in Renewal.objects.visible_to(user).filter(contract__assistant=person, state=Ruling.CONFIRMED):
        if renewal.decided_at is not None:
            said = "，".join(filter(None, [renewal.get_choice_display(), renewal.term_words]))
            yield Event(clock.today(renewal.decided_at), "续聘决定", f"{said}：{renewal.reasons}")


def _final_sheets(person: Assistant, user: User) -> QuerySet[Appraisal]:
    return Appraisal.objects.visible_to(user).filter(assistant=person, final_at__isnull=False).select_related("period__county")


def _holds_any(user: User, *powers: Power) -> bool:
    return any(holds(user, power) for power in powers)


def papers(person: Assistant, user: User) -> QuerySet[OfficialPaper]:
    """The papers of a person's service that this reader may open, the newest first; earlier 个人档案 are not among them."""
    kept: list[QuerySet[Any]] = [
        Contract.objects.filter(assistant=person),
        Appraisal.objects.filter(assistant=person),
        Renewal.objects.filter(contract__assistant=person),
        Departure.objects.filter(contract__assistant=person),
        Transfer.objects.filter(assistant=person),
    ]
    if _holds_any(user, *DISCIPLINE):
        kept += [Incident.objects.filter(assistant=person), Dismissal.objects.filter(contract__assistant=person)]
    wanted = Q(pk=None)
    for rows in kept:
        for row in rows.only("pk"):
            wanted |= Q(about=named(row)) | Q(about__startswith=f"{named(row)}:")  # an edition names its occasion behind the row
    found = OfficialPaper.objects.visible_to(user).filter(wanted).defer("source").order_by("-asked_at", "-pk")
    return found if _holds_any(user, *ENDS) else found.exclude(kind=PaperKind.ENDING_NOTICE)


def materials(person: Assistant, user: User) -> list[Material]:
    """The files handed in about a person that this reader may open, each for who may open it on the page of its own, the newest first."""
    return sorted(_materials(person, user), key=lambda material: material.day, reverse=True)


def _materials(person: Assistant, user: User) -> Iterator[Material]:
    if _holds_any(user, *ENDS):
        left = Departure.objects.visible_to(user).decided().filter(contract__assistant=person, paper__isnull=False, dismissal=None)
        for departure in left.select_related("paper", "union_paper"):
            kind = "证据材料" if departure.is_ending else "书面材料"
            yield _material(departure, f"{departure.get_ground_display()}的{kind}", "departure_paper", departure.paper)
            if departure.is_ending:
                yield _material(departure, "解除合同通知工会的材料", "departure_union", departure.union_paper)
    if _holds_any(user, Power.RENEWAL_PREPARE, Power.RENEWAL_CONFIRM):
        asked = Renewal.objects.visible_to(user).filter(contract__assistant=person, state=Ruling.CONFIRMED, request__isnull=False)
        for renewal in asked.select_related("request"):
            yield _material(renewal, "订立固定期限合同的书面申请", "renewal_request", renewal.request)
    if not _holds_any(user, *DISCIPLINE):
        return
    for praised in Commendation.objects.visible_to(user).filter(assistant=person).given().select_related("paper"):
        yield _material(praised, f"{praised.title}表彰决定", "commendation_paper", praised.paper)
    for incident in Incident.objects.visible_to(user).filter(assistant=person).confirmed().select_related("evidence"):
        yield _material(incident, f"{incident.get_measure_display()}的证据材料", "incident_evidence", incident.evidence)
    ended = Dismissal.objects.visible_to(user).filter(contract__assistant=person, state=Ruling.CONFIRMED)
    for dismissal in ended.select_related("evidence", "union_paper"):
        yield _material(dismissal, "解聘的证据材料", "dismissal_evidence", dismissal.evidence)
        yield _material(dismissal, "解聘通知工会的材料", "dismissal_union", dismissal.union_paper)


def _material(row: Any, title: str, view: str, stored: StoredFile | None) -> Material:
    assert stored is not None  # noqa: S101 - asked for with its file, or kept by the column
    return Material(clock.today(row.decided_at), title, reverse(f"evaluation:{view}", args=[row.pk]), stored)


def facts(person: Assistant) -> list[dict[str, str]]:
    """Who it is, numbers masked."""
    education = Education(person.education).title if person.education is not None else ""
    return [
        {"label": "姓名", "value": person.name},
        {"label": "性别", "value": person.sex},
        {"label": "公民身份号码", "value": mask(person.id_number)},
        {"label": "学历", "value": "，".join(filter(None, [education, person.school, person.major]))},
        {"label": "单位", "value": person.county.justice_bureau},
    ]


def ask_personal_file(person: Assistant, *, by: User, now: datetime) -> OfficialPaper:
    """The same on paper, as it stands, with every final 考核登记表 and the other papers behind it; asked again, another one only
    where something has been added or changed."""
    for sheet in _final_sheets(person, by):
        ask_appraisal_sheet(sheet, by=by, now=now)
    kept = _last_editions(papers(person, by))
    context = {
        "facts": facts(person),
        "events": [(event.day, event.title, event.words) for event in history(person, by)],
        "papers": [(paper.title, clock.today(paper.asked_at), paper.code) for paper in kept],
        "materials": [(each.title, each.day, each.stored.called, each.stored.sha256[:16]) for each in materials(person, by)],
        "dated": clock.today(now),
    }
    return ask_paper(
        kind=PaperKind.PERSONAL_FILE,
        about=person,
        title="司法协理员个人档案",
        template=TEMPLATE,
        context=context,
        attached=kept,
        county=person.county,
        person=person.person,
        occasion=sha256(repr(context).encode()).hexdigest()[:16],
        by=by,
        now=now,
    )


def _last_editions(kept: Iterable[OfficialPaper]) -> list[OfficialPaper]:
    """Of each matter the newest paper, in their order: what stood on a sheet before it was final is not filed."""
    last: dict[tuple[str, str], OfficialPaper] = {}
    for paper in kept:
        last.setdefault((paper.kind, ":".join(paper.about.split(":")[:2])), paper)
    return list(last.values())
