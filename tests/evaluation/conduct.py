"""Factories for discipline: a breach entered, heard, confirmed, served, the whole way by the actions."""

from datetime import date, timedelta

from bureaus import clock
from evaluation import actions
from tests.staffing.contracts import at, clerk, head
from tests.staffing.factories import make_document

SAID = {"defence": "given", "statement": "当天家中有急事，没有来得及请假。"}


WHY = "情节较重，提醒不足以纠正（演示）。"


def entered(contract, day=date(2026, 3, 2), *, measure="reminder", facts="值班时间擅自离岗（演示）。", skip_reason=WHY):
    by = clerk(contract)
    evidence = make_document(by)
    return actions.enter_incident(
        assistant=contract.assistant, day=day, facts=facts, evidence=evidence, measure=measure, skip_reason=skip_reason, by=by, now=at(day)
    )


def heard(contract, day=date(2026, 3, 2), **facts):
    incident = entered(contract, day, **facts)
    return actions.hear_incident(incident=incident, **SAID, by=clerk(contract), seen=incident.version, now=at(day))


def confirmed(contract, day=date(2026, 3, 2), **facts):
    incident = heard(contract, day, **facts)
    return actions.confirm_incident(incident=incident, by=head(contract), seen=incident.version, now=at(day))


def served(incident, day=None):
    day = day or incident.day
    by = clerk(incident.assistant)
    return actions.serve_incident(incident=incident, served_on=day, served_how="handed", by=by, seen=incident.version, now=at(day))


def on_record(contract, *, breaches=(date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16))):
    """Breaches of which the first was served on its own day."""
    incidents = [confirmed(contract, day) for day in breaches]
    return [served(incidents[0]), *incidents[1:]]


def dismissing(contract, *, now=date(2026, 3, 20), by=None, **said):
    by = by or clerk(contract)
    facts = {
        "ground": "repeated",
        "lawful": "breach",
        "facts": "三次擅自离岗（演示）。",
        "finding": "违反考勤规定，经教育仍不改正（演示）。",
        "evidence": make_document(by),
        "own_conduct": None,
        "grave_consequence": None,
        "bad_influence": None,
        "union_told_on": now,
        "union_paper": make_document(by),
        "suspected_crime": False,
        "referred_on": None,
        "referred_to": "",
        "last_day": now,
        "skip_reason": WHY,
        **SAID,
    }
    return actions.enter_dismissal(contract=contract, by=by, now=at(now), **facts | said)


DEEDS = {
    "performance": "全年到岗，协助调解从不推诿（演示）",
    "achievements": "协助调解纠纷 86 件，成功 82 件（演示）",
    "contribution": "协助化解一起三年积案（演示）",
}


def proposing(*contracts, now=date(2025, 3, 3), year=2025, award="model", amount=None, by=None, **deeds):
    """One commendation for each, proposed by the clerk."""
    by = by or clerk(contracts[0])
    return actions.propose_commendations(
        assistants=[contract.assistant for contract in contracts],
        year=year,
        award=award,
        amount=amount,
        paper=make_document(by),
        by=by,
        now=at(now),
        **DEEDS | deeds,
    )


def praised(contract, **said):
    return proposing(contract, **said)[0]


def shown(contract, *, now=date(2025, 3, 3), **said):
    """Posted by the head on the day of its proposal."""
    row = praised(contract, now=now, **said)
    return actions.post_commendation(commendation=row, by=head(contract), seen=row.version, now=at(now))


def given(contract, *, now=date(2025, 3, 3), **said):
    """Decided the day after its 公示."""
    row = shown(contract, now=now, **said)
    later = at(row.posted_last + timedelta(days=1))
    with clock.standing_at(later):
        return actions.confirm_commendation(commendation=row, by=head(contract), seen=row.version, now=later)
