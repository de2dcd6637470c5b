"""One year of a county on a moving clock: no contract ends unseen, and on every day the ledger equals the contracts."""

from datetime import date, timedelta

import pytest
from django.db.models import Q, Sum

from evaluation import actions, radar
from evaluation.models import Departure
from staffing import actions as staffing
from staffing.models import Contract, LedgerEntry, LedgerKind, Posting
from tests.evaluation.contracts import decided, entered
from tests.staffing.contracts import at, clerk, counted, head, hired, protected
from tests.staffing.factories import make_county, make_filed_plan

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
PEOPLE = 20


def place(number):
    """The month in which somebody's three years begin: all twelve have one, so that a contract runs out in each month of the year."""
    return date(2024, 1 + number % 12, 1 if number < 12 else 15)


def a_county():
    plan = make_filed_plan(make_county(offices=4), planned_public=6)
    lines = list(plan.lines.all())
    return lines, [hired(lines[number % 4], name=f"第{number}人", starts_on=place(number), probation_months=0) for number in range(PEOPLE)]


def by_the_ledger(lines):
    """How many people each office's line still counts."""
    moves = LedgerEntry.objects.filter(line__in=lines, kind__in=[LedgerKind.FILLED, LedgerKind.RELEASED])
    sums = {(line, kind): number for line, kind, number in moves.values_list("line", "kind").annotate(Sum("number")).order_by()}
    return {line.pk: sums.get((line.pk, "filled"), 0) - sums.get((line.pk, "released"), 0) for line in lines}


def by_the_contracts(lines, today):
    found = {line.pk: 0 for line in lines}
    for contract in Contract.objects.in_being(today):
        found[contract.line_id] += 1
    return found


def test_no_contract_ends_unseen_and_the_ledger_equals_the_contracts_on_every_day():
    lines, contracts = a_county()
    desk, chief = clerk(contracts[0]), head(contracts[0])
    fates = Fates(contracts)
    today, differing, unseen, seen = FIRST, [], [], {}
    while today <= LAST:
        now = at(today)
        fates.of(today)
        actions.carry_out_due(now=now)
        if by_the_ledger(lines) != by_the_contracts(lines, today):
            differing.append(today)
        if Posting.objects.serving(today + timedelta(days=1)).count() != Contract.objects.in_being(today).count():
            differing.append((today, "postings"))
        if today.day in (1, 15):
            assert actions.carry_out_due(now=now) == 0
            for row in radar.rows_of(radar.contracts(desk, today=today), today):
                seen.setdefault(row.contract.pk, today)
        unseen += [
            contract.pk
            for contract in Contract.objects.signed().filter(Q(ended_on=None) | Q(ended_on__gte=today), ends_on=today)
            if contract.pk not in seen or (contract.ends_on - seen[contract.pk]).days < 30
        ]
        today += timedelta(days=1)
    assert (differing, [pk for pk in unseen if pk not in fates.early]) == ([], [])
    by_end = {
        "renewed": Contract.objects.signed().filter(renews__in=contracts).count(),
        "left": Contract.objects.filter(pk__in=[each.pk for each in contracts], departed_at__isnull=False).count(),
        "unheeded": radar.contracts(chief, today=LAST, within=0).count(),
    }
    assert by_end == {"renewed": 12, "left": 6, "unheeded": 2}
    assert sum(counted(line)[1] for line in lines) == 6
    assert Posting.objects.serving(LAST + timedelta(days=1)).count() == PEOPLE - 6
    assert Departure.objects.filter(carried_out_at=None).count() == 0
    carried_on = fates.carried_on
    carried_on.refresh_from_db()
    assert (carried_on.ended_on, carried_on.ended_ground) == (date(2027, 10, 31), "expired")


class Fates:
    """What becomes of the twenty: two resign, three are not renewed, one of them is carried on, one agrees to go, two are forgotten."""

    def __init__(self, contracts):
        self.contracts = contracts
        self.resigning = {date(2027, 2, 3): contracts[5], date(2027, 3, 9): contracts[9]}
        self.not_renewed = {contracts[2].pk, contracts[14].pk, contracts[6].pk}
        self.carried_on = contracts[6]
        self.agreeing = {date(2027, 5, 5): contracts[10]}
        self.forgotten = {contracts[11].pk, contracts[8].pk}
        self.early = {contracts[0].pk, contracts[12].pk}  # run out within the first month: nobody could see them thirty days before
        self.gone = {contract.pk for contract in (*self.resigning.values(), *self.agreeing.values())}

    def of(self, today):
        now = at(today)
        if contract := self.resigning.get(today):
            self._leaves(contract, "resigned", today, today + timedelta(days=30))
        if contract := self.agreeing.get(today):
            self._leaves(contract, "agreed", today, today)
        for contract in self.contracts:
            if contract.pk in self.gone | self.forgotten:
                continue
            on = max(FIRST, contract.ends_on - timedelta(days=45))
            if today == on and contract.pk in self.not_renewed:
                decided(contract, choice="end", needed=False, reasons="不再需要这个岗位。", now=now)
            elif today == on:
                decided(contract, now=now)
            elif today == on + timedelta(days=10) and contract.pk not in self.not_renewed:
                following = Contract.objects.get(renews=contract)
                actions.sign_next(contract=following, signed_on=today, by=head(contract), now=now)
        if today == self.carried_on.ends_on - timedelta(days=3):
            self.state = protected(self.carried_on, first_day=today)
        if today == date(2027, 9, 1):
            staffing.end_protection(record=self.state, last_day=date(2027, 10, 31), by=clerk(self.carried_on), now=now)

    @staticmethod
    def _leaves(contract, ground, notified_on, last_day):
        departure = entered(contract, ground=ground, notified_on=notified_on, last_day=last_day)
        actions.confirm_departure(departure=departure, by=head(contract), seen=departure.version, now=at(notified_on))
