"""到期提醒 on a moved clock: at 90, 60 and 30 days, once each, to whoever has to move; a late tick sends what is due now."""

from datetime import date, timedelta

import pytest

from bureaus import clock
from bureaus.models import Message
from evaluation import actions
from policy.contracts import reminder_step
from policy.powers import Role
from tests.evaluation.contracts import decided, left, proposed
from tests.staffing.contracts import at, clerk, head, hired, protected
from tests.staffing.factories import make_user
from yangquan_portal.tasks import tick

pytestmark = pytest.mark.django_db

LAST = date(2027, 2, 28)


def on(left_over):
    """The day on which so many days are left."""
    return LAST - timedelta(days=left_over)


def remind(left_over):
    return actions.remind_of_expiring(now=at(on(left_over)))


def letters():
    return [(row.recipient, row.about.rpartition(":")[2]) for row in Message.objects.filter(letter="contract_runs_out").order_by("pk")]


@pytest.mark.parametrize(("left_over", "step"), [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30), (-5, 30)])
def test_the_step_that_is_due_is_the_latest_whose_day_has_come(left_over, step):
    assert reminder_step(LAST, on(left_over)) == step


def test_the_clerks_are_told_at_each_step_once_under_the_tick():
    contract = hired()
    first = clerk(contract)
    second = make_user(Role.COUNTY_CLERK, contract.county)
    for left_over, steps in ((91, []), (90, ["90"]), (89, ["90"]), (60, ["90", "60"]), (45, ["90", "60"]), (30, ["90", "60", "30"])):
        with clock.standing_at(at(on(left_over))):
            tick()
            tick()
        for person in (first, second):
            assert [step for reader, step in letters() if reader == person] == steps
    message = Message.objects.filter(recipient=first).latest("pk")
    assert message.subject == "聘用合同将要到期"
    name = contract.assistant.name
    assert message.body == f"{name}的聘用合同将于2027年2月28日期满，还没有提出续聘或者终止的意见。请登录“聘用合同”提出意见。"


def test_a_late_tick_sends_the_one_that_is_due_now():
    contract = hired()
    assert [remind(29), remind(29), remind(-3)] == [1, 0, 0]
    assert letters() == [(clerk(contract), "30")]


def test_one_that_was_never_brought_up_before_its_last_day_is_brought_up_after_it():
    contract = hired()
    protected(contract, first_day=date(2027, 1, 1))  # the law carries it on; nobody has decided
    assert remind(-10) == 1
    assert Message.objects.get(letter="contract_runs_out").subject == "聘用合同已过期满日"


def test_an_opinion_that_waits_brings_the_next_step_to_the_head():
    contract = hired()
    remind(90)
    proposed(contract, now=at(on(80)))
    assert remind(79) == 0  # the step of ninety days has been told
    assert remind(60) == 1
    assert letters() == [(clerk(contract), "90"), (head(contract), "60")]


def test_what_is_decided_is_not_brought_up():
    decided(hired(), now=at(on(90)))
    left(hired(), notified_on=on(95), last_day=on(20))
    assert [remind(left_over) for left_over in (90, 60, 30)] == [0, 0, 0]


def test_a_county_without_a_clerk_is_told_when_it_has_one():
    contract = hired()
    account = clerk(contract)
    account.is_active = False
    account.save()
    assert remind(60) == 0
    account.is_active = True
    account.save()
    assert remind(59) == 1
