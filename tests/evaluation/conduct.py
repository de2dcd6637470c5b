"""Factories for discipline: a breach entered, heard, confirmed, served, the whole way by the actions."""

from datetime import date

from evaluation import actions
from tests.staffing.contracts import at, clerk, head
from tests.staffing.factories import make_document

SAID = {"defence": "given", "statement": "当天家中有急事，没有来得及请假。"}


def entered(contract, day=date(2026, 3, 2), *, measure="reminder", facts="值班时间擅自离岗（演示）。"):
    by = clerk(contract)
    evidence = make_document(by)
    return actions.enter_incident(
        assistant=contract.assistant, day=day, facts=facts, evidence=evidence, measure=measure, by=by, now=at(day)
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
