"""The papers of discipline: the notice of a breach, which is the 教育 once it is served, and the notice of a dismissal."""

from datetime import datetime

from bureaus import clock
from bureaus.models import User
from bureaus.naming import named
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from evaluation.models import Dismissal, Incident
from evaluation.service import rules_of
from policy.appraisal import DISMISSALS, Measure
from policy.endings import ARBITRATION

TITLES = {Measure.REMINDER: "谈话提醒记录", Measure.WARNING: "书面警告通知书", Measure.DOWNGRADE: "考核降档通知书"}


def ask_incident_notice(incident: Incident, *, by: User, now: datetime) -> OfficialPaper:
    """谈话提醒记录、书面警告或者考核降档通知书: facts, what the person says, what follows, and how to object."""
    person = incident.assistant
    return ask_paper(
        kind=PaperKind.INCIDENT_NOTICE,
        about=incident,
        title=TITLES[Measure(incident.measure)],
        template="documents/incident_notice.html",
        context={
            "name": person.name,
            "issuer": person.county.justice_bureau,
            "day": incident.day,
            "facts": incident.facts,
            "measure": incident.get_measure_display(),
            "skip_reason": incident.skip_reason,
            "is_downgrade": incident.measure == Measure.DOWNGRADE,
            "defence": incident.get_defence_display(),
            "statement": incident.statement,
            "ground": DISMISSALS["repeated"].clause,
            "fewest": rules_of(person.county).fewest_breaches,
            "phone": person.county.complaint_phone,
            "arbitration": ARBITRATION,
            "dated": clock.today(now),
        },
        county=person.county,
        person=person.person,
        by=by,
        now=now,
    )


def ask_dismissal_notice(dismissal: Dismissal, *, by: User, now: datetime) -> OfficialPaper:
    """解聘通知书: both grounds with their words, facts and finding, what the person says, the last day, and how to object."""
    contract = dismissal.contract
    person = contract.assistant
    assert person is not None  # noqa: S101 - signed
    breaches = Incident.objects.confirmed().filter(assistant=person).order_by("day", "pk") if dismissal.ground == "repeated" else ()
    return ask_paper(
        kind=PaperKind.DISMISSAL_NOTICE,
        about=dismissal,
        title="解聘通知书",
        template="documents/dismissal_notice.html",
        context={
            "name": person.name,
            "issuer": contract.county.justice_bureau,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "ground": DISMISSALS[dismissal.ground],
            "law": dismissal.law,
            "facts": dismissal.facts,
            "finding": dismissal.finding,
            "skip_reason": dismissal.skip_reason,
            "breaches": [(each.day, each.get_measure_display(), each.served_on) for each in breaches],
            "defence": dismissal.get_defence_display(),
            "statement": dismissal.statement,
            "union_told_on": dismissal.union_told_on,
            "last_day": dismissal.last_day,
            "arbitration": ARBITRATION,
            "dated": clock.today(now),
        },
        county=contract.county,
        person=person.person,
        by=by,
        now=now,
    )


def notice_of(row: Incident | Dismissal, reader: User) -> OfficialPaper | None:
    """The notice of a decided breach or dismissal, for its page."""
    kind = PaperKind.INCIDENT_NOTICE if isinstance(row, Incident) else PaperKind.DISMISSAL_NOTICE
    return OfficialPaper.objects.visible_to(reader).filter(kind=kind, about=named(row)).defer("source").first()
