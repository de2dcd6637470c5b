"""离职: the notice of the law, what is owed, the paper that proves it, and how contract, posting and ledger end together."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from documents.models import OfficialPaper, PaperKind
from evaluation import actions
from evaluation.models import Departure, Renewal
from policy.powers import Role
from staffing.models import Contract
from tests.evaluation.conduct import dismissing
from tests.evaluation.contracts import decided, entered, left, proposed
from tests.recruitment.desks import get, signed_in, text
from tests.staffing.contracts import at, clerk, counted, head, hired, renewed
from tests.staffing.factories import make_user
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

GONE = date(2026, 4, 1)
LOCAL = Decimal(6000)


def test_a_resignation_keeps_its_notice_of_thirty_days():
    contract = hired()
    with refused(Impossible, "本人辞职应当提前 30 日书面通知，最后工作日最早是 2026-04-01。"):
        entered(contract, last_day=date(2026, 3, 31))
    assert entered(contract, last_day=GONE).state == "proposed"


def test_on_probation_three_days_are_enough_and_only_then():
    contract = hired()
    said = {"ground": "resigned_on_probation", "notified_on": date(2024, 4, 1)}
    with refused(Impossible, "试用期内本人辞职应当提前 3 日书面通知，最后工作日最早是 2024-04-04。"):
        entered(contract, last_day=date(2024, 4, 3), **said)
    assert entered(contract, last_day=date(2024, 4, 4), **said).last_day == date(2024, 4, 4)
    with refused(Impossible, "试用期已经结束或者没有约定，不能以“试用期内本人辞职”解除合同（《劳动合同法》第三十七条）。"):
        entered(hired(), ground="resigned_on_probation", last_day=date(2026, 3, 5))


def test_contract_and_posting_end_with_the_decision_and_the_ledger_on_the_day():
    contract = hired()
    left(contract)
    contract.refresh_from_db()
    assert (contract.ended_on, contract.ended_ground, contract.assistant.postings.get().last_day) == (GONE, "resigned", GONE)
    assert counted(contract.line) == (1, 0)
    assert not OfficialPaper.objects.filter(kind=PaperKind.TERMINATION_CERTIFICATE).exists()
    assert actions.carry_out_due(now=at(date(2026, 3, 31))) == 0
    assert [actions.carry_out_due(now=at(GONE)) for _ in range(2)] == [1, 0]
    assert counted(contract.line) == (1, 1)
    assert OfficialPaper.objects.get(kind=PaperKind.TERMINATION_CERTIFICATE).title == "解除（终止）劳动合同证明"


def test_one_that_is_decided_on_its_day_is_done_in_one_transaction():
    contract = hired()
    left(contract, now=at(date(2026, 4, 10)))
    assert (counted(contract.line), Departure.objects.get().carried_out_at) == ((1, 1), at(date(2026, 4, 10)))


def test_severance_is_reckoned_from_the_average_pay_that_was_entered():
    contract = hired()
    day = date(2026, 2, 28)
    departure = left(contract, ground="agreed", notified_on=day, last_day=day, average_pay=Decimal("3500.55"), local_average=LOCAL)
    assert (departure.severance_months, departure.severance) == (2, Decimal("7001.10"))  # from 2024-03-01: two years to the day
    resigned = entered(hired())
    assert (resigned.severance_months, resigned.severance) == (0, None)
    stated = actions.state_severance(departure=resigned, average_pay=Decimal(3000), by=clerk_of(resigned), seen=1, now=at(GONE))
    assert stated.severance == 0


def test_severance_asks_for_the_average_of_the_place_and_keeps_to_three_times_it():
    day = date(2026, 2, 28)
    said = {"ground": "agreed", "notified_on": day, "last_day": day}
    asks = (
        "请填写市级人民政府公布的本地区上年度职工月平均工资：本人平均工资高于它三倍的，"
        "经济补偿按三倍支付，年限最高十二年（《劳动合同法》第四十七条）。"
    )
    with refused(Impossible, asks):
        entered(hired(), average_pay=Decimal(20000), **said)
    with refused(Impossible, "填写了本地区上年度职工月平均工资的，请同时填写本人离职前十二个月平均工资。"):
        entered(hired(), local_average=LOCAL, **said)
    departure = entered(hired(), average_pay=Decimal(20000), local_average=LOCAL, **said)
    assert (departure.severance_months, departure.severance) == (2, Decimal("36000.00"))  # not 40000
    by = departure.entered_by
    with refused(Impossible, asks):
        actions.state_severance(departure=departure, average_pay=Decimal(20000), by=by, seen=1, now=at(day))
    page = text(get(signed_in(by), reverse("evaluation:departure", args=[departure.pk]), at(day)))
    assert (
        "2.0 个月 × 18000 元 = 36000 元（平均工资 20000 元，本地区上年度职工月平均工资 6000 元，三倍为 18000 元，"
        "高于三倍，按三倍计算，年限最高十二年；《劳动合同法》第四十七条）"
    ) in page


def test_twelve_years_are_the_most_above_three_times_the_average():
    day = date(2039, 2, 28)
    contract = renewed(hired(), term_months=None)  # open-ended, in service since 2024-03-01
    said = {"ground": "agreed", "notified_on": day, "last_day": day}
    capped = entered(contract, average_pay=Decimal(20000), local_average=LOCAL, **said)
    assert (capped.severance_months, capped.severance) == (12, Decimal("216000.00"))
    by = clerk(contract)
    usual = actions.state_severance(departure=capped, average_pay=Decimal(5000), local_average=LOCAL, by=by, seen=1, now=at(day))
    assert (usual.severance_months, usual.severance) == (15, Decimal("75000.00"))


def test_no_path_pays_severance_beyond_the_cap_or_without_the_average_of_the_place():
    day = date(2026, 2, 28)
    said = {"ground": "agreed", "notified_on": day, "last_day": day}
    departure = entered(hired(), average_pay=Decimal(20000), local_average=LOCAL, **said)

    def state(what):
        return sql(f"UPDATE evaluation_departure SET {what} WHERE id = {departure.pk}")

    cap = "平均工资高于本地区上年度职工月平均工资三倍的，经济补偿按三倍计算，年限最高十二年（《劳动合同法》第四十七条）。"
    for what in ("severance = 40000", "severance_months = 13, severance = 234000", "average_pay = 15000"):
        assert refusal(state(what)) == ("severance_keeps_the_cap", cap)
    unknown = ("severance_knows_the_local_average", "计算经济补偿须填写本地区上年度职工月平均工资（《劳动合同法》第四十七条）。")
    assert refusal(state("local_average = NULL")) == unknown
    beside = ("local_average_stands_beside_average_pay", "本地区上年度职工月平均工资应大于零，与本人的平均工资一起填写。")
    assert refusal(state("average_pay = NULL, severance = NULL")) == beside
    state("average_pay = 15000, severance = 30000")()  # control: reckoned right, the same write goes through


def clerk_of(departure):
    return clerk(departure.contract)


def test_the_transfer_of_files_is_recorded_after_the_departure_and_once():
    departure = left(hired())
    with refused(Impossible, "本人还没有离岗，离岗以后再登记档案和社保的转移。"):
        actions.record_transfer(departure=departure, transferred_on=GONE, by=clerk_of(departure), now=at(GONE))
    actions.carry_out_due(now=at(GONE))
    with refused(Impossible, "转移日期不能晚于今天。"):
        actions.record_transfer(departure=departure, transferred_on=date(2026, 4, 2), by=clerk_of(departure), now=at(GONE))
    done = actions.record_transfer(departure=departure, transferred_on=date(2026, 4, 20), by=clerk_of(departure), now=at(date(2026, 4, 20)))
    assert (done.transferred_on, done.transferred_by) == (date(2026, 4, 20), clerk_of(departure))
    with refused(Impossible, "档案和社保的转移已经登记，没有重复办理。"):
        actions.record_transfer(departure=departure, transferred_on=GONE, by=clerk_of(departure), now=at(date(2026, 4, 21)))


def test_who_enters_does_not_decide_and_other_roles_do_neither():
    contract = hired()
    departure = entered(contract)
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE, Role.CITY):
        with pytest.raises(Refused):
            actions.confirm_departure(departure=departure, by=make_user(role, contract.county), seen=1, now=at(GONE))
    enterer = departure.entered_by
    enterer.role = Role.COUNTY_HEAD
    enterer.save()
    with pytest.raises(OneHand):
        actions.confirm_departure(departure=departure, by=enterer, seen=1, now=at(GONE))


def test_one_that_comes_back_is_entered_anew_and_discipline_is_not_entered_here():
    contract = hired()
    departure = entered(contract)
    actions.return_departure(departure=departure, reason="请上传本人签字的辞职书", by=head(contract), seen=1, now=at(GONE))
    assert entered(contract).state == "proposed"
    with refused(Impossible, "请选择离职的事由。"):
        entered(hired(), ground="breach")


def test_a_departure_sends_the_open_proposal_back_and_drops_what_was_drawn_up():
    contract = hired()
    proposed(contract, now=at(date(2027, 1, 4)))
    left(contract, notified_on=date(2027, 1, 5), last_day=date(2027, 2, 10))
    assert list(Renewal.objects.values_list("state", "return_reason")) == [("returned", "这份合同已因“本人辞职”结束。")]
    other = hired()
    decided(other)
    left(other, notified_on=date(2027, 1, 5), last_day=date(2027, 2, 10))
    assert not Contract.objects.filter(renews=other).exists()


def test_a_renewed_contract_is_left_by_its_renewal_alone():
    contract = hired()
    following = renewed(contract)
    with refused(Impossible, "这份合同没有签订，或者已经解除、终止、续订，请刷新页面查看。"):
        entered(contract, notified_on=date(2027, 1, 5), last_day=date(2027, 2, 10))
    departure = left(following, notified_on=date(2027, 4, 1), last_day=date(2027, 5, 1), ground="agreed")
    assert departure.severance_months == Decimal("3.5")  # reckoned from the first day of the first contract


# --- past every form -------------------------------------------------------------------------------------------------


def test_a_departure_past_the_form():
    contract = hired()
    departure = entered(contract)

    def write(what):
        return refusal(sql(f"UPDATE evaluation_departure SET {what} WHERE id = %s", departure.pk))[0]

    assert write("state = 'confirmed', decided_at = now(), decided_by_id = entered_by_id") == "departure_decided_by_another"
    assert write("state = 'confirmed'") == "decided_departure_says_by_whom"
    assert write("carried_out_at = now()") == "carried_out_departure_was_decided"
    assert write("transferred_on = '2026-05-01'") == "transfer_follows_departure"
    assert write("average_pay = 3000") == "severance_follows_average_pay"
    assert write("ground = 'agreed'") == "departure_kept"
    assert write("last_day = '2027-01-01'") == "departure_kept"
    assert refusal(sql("DELETE FROM evaluation_departure WHERE id = %s", departure.pk))[0] == "departure_kept"
    facts = {"contract": contract, "ground": "resigned", "entered_by": departure.entered_by, "entered_at": at(GONE)}
    again = Departure(**facts, notified_on=GONE, last_day=GONE + timedelta(days=30), paper=departure.paper)
    assert refusal(again.save)[0] == "one_departure_per_contract"
    without = Departure(**facts | {"contract": hired()}, notified_on=GONE, last_day=GONE + timedelta(days=30))
    assert refusal(without.save)[0] == "departure_rests_on_its_paper"
    early = Departure(**facts | {"contract": hired()}, notified_on=GONE, last_day=date(2026, 3, 1), paper=departure.paper)
    assert refusal(early.save)[0] == "departure_follows_its_notice"
    actions.confirm_departure(departure=departure, by=head(contract), seen=1, now=at(date(2026, 3, 2)))
    assert write("state = 'returned', return_reason = 'x'") == "departure_kept"


def test_no_path_begins_a_departure_decided_without_its_decision_or_without_days_of_notice():
    contract = hired()
    departure = entered(contract)
    facts = {"notified_on": GONE, "paper": departure.paper, "entered_by": departure.entered_by, "entered_at": at(GONE)}
    by = {"state": "confirmed", "decided_by": head(contract), "decided_at": at(GONE)}
    refused = ("departure_begins_proposed", "离职须先登记，再由另一人审定；只有审定了的不续聘、解聘才直接带来离职。")
    later = GONE + timedelta(days=30)
    for ground, last_day in (("resigned", later), ("breach", GONE), ("expired", GONE)):
        assert refusal(Departure(contract=hired(), ground=ground, last_day=last_day, **facts, **by).save) == refused
    renewal = proposed(hired(), choice="declined", reasons="本人书面表示不再续签。")
    at_term = {"contract": renewal.contract, "renewal": renewal, "last_day": renewal.contract.ends_on, **facts, **by}
    assert refusal(Departure(ground="not_renewed_by_assistant", **at_term).save) == refused
    for ground, day, days in (("resigned", GONE, 29), ("resigned_on_probation", date(2024, 4, 1), 2)):
        short = Departure(contract=hired(), ground=ground, last_day=day + timedelta(days=days), **facts | {"notified_on": day})
        name = ("departure_keeps_days_of_notice", "书面通知到最后工作日的天数，少于《劳动合同法》规定的天数。")
        assert refusal(short.save) == name
        short.last_day += timedelta(days=1)
        short.save()  # control: a day later the same row goes through


def test_no_path_makes_a_departure_of_a_dismissal_that_nobody_decides():
    contract = hired()
    dismissal = dismissing(contract, ground="serious", own_conduct=True, grave_consequence=True, bad_influence=False)

    def begin():
        departure = Departure(contract=contract, ground=dismissal.lawful, last_day=dismissal.last_day, notified_on=dismissal.last_day)
        departure.paper, departure.entered_by, departure.entered_at = dismissal.evidence, dismissal.entered_by, dismissal.entered_at
        departure.state, departure.decided_by, departure.decided_at = "confirmed", head(contract), at(dismissal.last_day)
        departure.save()
        sql("SET CONSTRAINTS ALL IMMEDIATE")()

    assert refusal(begin) == ("dismissal_departure_follows_its_decision", "解聘带来的离职须与审定解聘同时办理，没有保存。")
    actions.confirm_dismissal(dismissal=dismissal, by=head(contract), seen=1, now=at(dismissal.last_day))
    sql("SET CONSTRAINTS ALL IMMEDIATE")()  # control: with the decision the same row stays
    assert Departure.objects.get().ground == "breach"
