"""One person's whole service in time order, each event with the day it counts from, for the page and for the 个人档案 on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from bureaus import clock
from bureaus.access import holds
from bureaus.models import User
from bureaus.naming import named
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from evaluation.models import Appraisal, Commendation, Departure, Dismissal, Incident, Leave, LeaveState, Renewal, Ruling, Transfer
from policy.appraisal import Grade
from policy.attendance import KINDS
from policy.identity import mask
from policy.people import Education
from policy.powers import Power
from staffing.models import Assistant, Contract, HealthCheck, Posting, Training

TEMPLATE = "documents/personal_file.html"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a person's service."""

    day: date
    title: str
    words: str = ""


def history(person: Assistant, user: User) -> list[Event]:
    """Everything this reader may see of a person, the newest first. Of health it says the conclusion, of what protects somebody nothing."""
    events = [*_contracts(person, user), *_places(person, user), *_work(person, user), *_decisions(person, user)]
    return sorted(events, key=lambda event: event.day, reverse=True)


def _contracts(person: Assistant, user: User) -> Iterator[Event]:
    for contract in Contract.objects.visible_to(user).signed().filter(assistant=person).select_related("office"):
        if contract.signed_on is not None:
            said = f"{contract.get_form_display()}，{contract.term_in_words}，{contract.office}"
            yield Event(contract.signed_on, "续订聘用合同" if contract.renews_id else "签订聘用合同", said)
    for departure in Departure.objects.visible_to(user).filter(contract__assistant=person, carried_out_at__isnull=False):
        if departure.last_day is not None:
            yield Event(departure.last_day, "离职", departure.get_ground_display())


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
        for leave in Leave.objects.visible_to(user).filter(assistant=person, state=LeaveState.APPROVED):
            yield Event(
                leave.first_day, "请假", f"{KINDS[leave.kind].title} {leave.days} 天，到 {leave.last_day}{' 上午' if leave.to_noon else ''}"
            )


def _decisions(person: Assistant, user: User) -> Iterator[Event]:
    if holds(user, Power.APPRAISAL_VIEW) or holds(user, Power.DAILY_RECORD):
        sheets = Appraisal.objects.visible_to(user).filter(assistant=person, final_at__isnull=False)
        for sheet in sheets.select_related("period__county"):
            yield Event(sheet.period.last_day, "考核", f"{sheet.period.name}：{Grade(sheet.grade).title}")
    for praised in Commendation.objects.visible_to(user).filter(assistant=person).given():
        if praised.decided_at is not None:
            yield Event(clock.today(praised.decided_at), "表彰", f"{praised.title}：{praised.achievements}")
    if _reads_discipline(user):
        for incident in Incident.objects.visible_to(user).filter(assistant=person).confirmed():
            served = f"（{incident.served_on} 送达）" if incident.served_on else "（待送达）"
            yield Event(incident.day, "违规", f"{incident.get_measure_display()}：{incident.facts}{served}")
        for dismissal in Dismissal.objects.visible_to(user).filter(contract__assistant=person, state=Ruling.CONFIRMED):
            if dismissal.decided_at is not None:
                yield Event(clock.today(dismissal.decided_at), "解聘", f"{dismissal.get_ground_display()}：{dismissal.facts}")
    for renewal in Renewal.objects.visible_to(user).filter(contract__assistant=person, state=Ruling.CONFIRMED):
        if renewal.decided_at is not None:
            said = "，".join(filter(None, [renewal.get_choice_display(), renewal.term_words]))
            yield Event(clock.today(renewal.decided_at), "续聘决定", f"{said}：{renewal.reasons}")


def _reads_discipline(user: User) -> bool:
    """Breaches are for who keeps them and for the person; to others of the county a personal file says nothing of them."""
    return holds(user, Power.DISCIPLINE_PREPARE) or holds(user, Power.DISCIPLINE_CONFIRM)


def papers(person: Assistant, user: User) -> QuerySet[OfficialPaper]:
    """The papers of a person's service that this reader may open, the newest first; earlier 个人档案 are not among them."""
    about: list[str] = []
    kept: list[QuerySet[Any]] = [
        Contract.objects.filter(assistant=person),
        Renewal.objects.filter(contract__assistant=person),
        Departure.objects.filter(contract__assistant=person),
        Transfer.objects.filter(assistant=person),
    ]
    if _reads_discipline(user):
        kept += [Incident.objects.filter(assistant=person), Dismissal.objects.filter(contract__assistant=person)]
    for rows in kept:
        about += [named(row) for row in rows.only("pk")]
    wanted = Q(about__in=about)
    for sheet in Appraisal.objects.filter(assistant=person).only("pk"):
        wanted |= Q(about__startswith=f"{named(sheet)}:")
    return OfficialPaper.objects.visible_to(user).filter(wanted).defer("source").order_by("-asked_at", "-pk")


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
    """The same on paper, as it stands; asked again, another one only where something has been added."""
    events, kept = history(person, by), list(papers(person, by))
    context = {
        "facts": facts(person),
        "events": [(event.day, event.title, event.words) for event in events],
        "papers": [(paper.title, clock.today(paper.asked_at), paper.code) for paper in kept],
        "dated": clock.today(now),
    }
    return ask_paper(
        kind=PaperKind.PERSONAL_FILE,
        about=person,
        title="司法协理员个人档案",
        template=TEMPLATE,
        context=context,
        county=person.county,
        person=person.person,
        occasion=f"{clock.today(now)}-{person.version}-{len(events)}-{len(kept)}",
        by=by,
        now=now,
    )
