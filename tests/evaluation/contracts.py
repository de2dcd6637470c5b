"""Factories for decisions on contracts: proposed, decided, signed, and departures with their paper."""

from datetime import date, timedelta

from evaluation import actions
from tests.staffing.contracts import at, clerk, head
from tests.staffing.factories import make_document

BEFORE = timedelta(days=60)
WHY = "司法所工作需要，本人表现良好。"


def proposed(contract, *, now=None, by=None, **said):
    said = {"choice": "renew", "needed": True, "performance": True, "reasons": WHY, "term_months": 36} | said
    if said["choice"] != "renew" or said.get("open_ended"):
        said["term_months"] = None
    return actions.propose_renewal(contract=contract, by=by or clerk(contract), now=now or at(contract.ends_on - BEFORE), **said)


def decided(contract, *, now=None, **said):
    renewal = proposed(contract, now=now, **said)
    return actions.confirm_renewal(
        renewal=renewal, by=head(contract), seen=renewal.version, now=now or at(contract.ends_on - BEFORE + timedelta(days=5))
    )


def entered(contract, *, ground="resigned", notified_on=date(2026, 3, 2), last_day=date(2026, 4, 1), **said):
    by = clerk(contract)
    return actions.enter_departure(
        contract=contract,
        ground=ground,
        notified_on=notified_on,
        last_day=last_day,
        paper=make_document(by),
        by=by,
        now=at(notified_on),
        **said,
    )


def left(contract, *, now=None, **said):
    departure = entered(contract, **said)
    return actions.confirm_departure(departure=departure, by=head(contract), seen=departure.version, now=now or at(departure.notified_on))


PROOFS = {
    "probation_failed": {},
    "second_job": {"outside_work": "refused"},
    "convicted": {"judgment": "某区人民法院（2026）演示刑初 1 号", "judged_on": date(2026, 2, 20)},
    "illness": {"medical_period_ended_on": date(2026, 2, 20), "other_work": "安排整理档案，仍不能从事（演示）。"},
    "changed": {"negotiated_on": date(2026, 2, 20), "negotiation": "提出到邻近司法所工作，没有达成协议（演示）。"},
}


def ending(contract, *, ground="changed", now=date(2026, 3, 2), last_day=date(2026, 4, 1), by=None, **said):
    """An ending by the bureau's own word, entered by the clerk."""
    by = by or clerk(contract)
    facts = {
        "reasons": "事实（演示）。",
        "paper": make_document(by),
        "union_told_on": now,
        "union_paper": make_document(by),
        **PROOFS.get(ground, {}),
    }
    return actions.enter_ending(contract=contract, ground=ground, last_day=last_day, by=by, now=at(now), **facts | said)


def ends(contract, *, now=date(2026, 3, 2), **said):
    """The same, decided by the head on the same day."""
    departure = ending(contract, now=now, **said)
    return actions.confirm_departure(departure=departure, by=head(contract), seen=departure.version, now=at(now))
