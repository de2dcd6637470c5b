"""统一调配: within the county, never under a declared relative, entered by one and decided by another; the history stays."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from documents.models import OfficialPaper, PaperKind
from evaluation import actions, conduct
from evaluation.models import Transfer
from policy.powers import Role
from staffing import actions as staffing
from staffing.models import Assistant, Contract, Posting
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, counted, ended, head, hired, renewed
from tests.staffing.factories import city, make_county, make_filed_plan, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

TODAY, MOVES = date(2026, 5, 6), date(2026, 6, 1)


def somebody():
    """Somebody of the first office, and the second office of the same county."""
    plan = make_filed_plan(planned_public=3)
    first, second = plan.lines.all()
    return hired(first, name="王调动"), second.office


def entered(contract, office, *, by=None, on=MOVES, now=TODAY, **said):
    said = {"reason": "工作需要", "consent": "consented"} | said
    person = contract.assistant
    return actions.enter_transfer(assistant=person, to_office=office, effective_on=on, by=by or clerk(contract), now=at(now), **said)


def decided(transfer, contract, *, by=None, **said):
    return actions.confirm_transfer(transfer=transfer, by=by or head(contract), seen=transfer.version, now=at(TODAY), **said)


def test_the_posting_follows_on_the_day_and_history_contract_and_ledger_stay():
    contract, office = somebody()
    decided(entered(contract, office), contract)
    where = list(Posting.objects.order_by("first_day").values_list("office", "first_day", "last_day"))
    assert where == [(contract.office_id, date(2024, 3, 1), date(2026, 5, 31)), (office.pk, MOVES, None)]
    assert (Contract.objects.count(), counted(contract.line)) == (1, (1, 0))
    assert OfficialPaper.objects.get(kind=PaperKind.TRANSFER_NOTICE).title == "司法协理员调配通知"
    new = make_user(Role.OFFICE, contract.county, office=office)
    assert list(Assistant.objects.visible_to(new)) == [contract.assistant]
    assert list(Contract.objects.visible_to(new)) == [contract]


def test_who_has_moved_is_written_about_under_the_office_where_they_serve():
    contract, office = somebody()
    decided(entered(contract, office), contract)
    offered = [[row.serves_at for row in conduct.running(clerk(contract), day)] for day in (TODAY, MOVES)]
    assert offered == [[contract.office.name], [office.name]]


def test_under_a_declared_relative_nobody_is_placed_on_any_path():
    contract, office = somebody()
    person = contract.assistant
    waiting = entered(contract, office)
    row = staffing.declare_relative(assistant=person, office=office, relation="spouse", by=clerk(contract), now=at(TODAY))
    sentence = f"本人申报有亲属在{office}任职，应当回避，不能调配到这个司法所。"
    with refused(Impossible, sentence):
        decided(waiting, contract)
    actions.return_transfer(transfer=waiting, reason="应当回避", by=head(contract), seen=1, now=at(TODAY))
    with refused(Impossible, sentence):
        entered(contract, office)
    Posting.objects.update(last_day=TODAY)
    name = "posting_without_relative"
    assert refusal(Posting(assistant=person, office=office, first_day=MOVES).save)[0] == name
    assert refusal(sql("UPDATE staffing_posting SET office_id = %s", office.pk))[0] == name
    assert refusal(sql("UPDATE staffing_relative SET office_id = %s", contract.office_id))[0] == "record_kept"
    assert refusal(sql("UPDATE staffing_relative SET voided_at = now()"))[0] == "voided_relative_says_why"
    again = sql("INSERT INTO staffing_relative (assistant_id, office_id, relation, entered_by_id, entered_at, void_reason)"
                " SELECT assistant_id, office_id, relation, entered_by_id, entered_at, '' FROM staffing_relative")  # fmt: skip
    assert refusal(again)[0] == "one_relative_per_office"
    staffing.void_relative(record=row, reason="亲属已调离", by=clerk(contract), now=at(TODAY))
    Posting.objects.create(assistant=person, office=office, first_day=MOVES)  # control: without the declaration the same write goes through


def test_another_county_is_no_transfer():
    contract, office = somebody()
    foreign = make_county().offices.first()
    sentence = "跨县（区）不是调配：须在原县（区）解除合同，再由新县（区）依照招聘程序另订合同。"
    with refused(Impossible, sentence):
        entered(contract, foreign)
    facts = {"assistant": contract.assistant, "from_office": contract.office, "entered_by": clerk(contract), "entered_at": at(TODAY)}
    row = Transfer(to_office=foreign, effective_on=MOVES, reason="工作需要", consent="consented", **facts)
    assert refusal(row.save) == ("transfer_within_the_county", sentence)
    with pytest.raises(Refused):
        entered(contract, office, by=staff(foreign.county, Role.COUNTY_CLERK))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": date(2026, 5, 5)}, "生效日期不能早于今天。"),
        ({"reason": " "}, "请写明调配的理由。"),
        ({"consent": "objected"}, "本人有异议的，请写明本人陈述。"),
        ({"on": date(2028, 1, 1), "over": True}, "这个人到那一天没有履行中的合同，或者已另有任职安排，不能调配。"),
    ],
)
def test_what_is_refused(said, sentence):
    contract, office = somebody()
    if said.pop("over", False):
        ended(contract, now=at(TODAY))
    with refused(Impossible, sentence):
        entered(contract, office, **said)


def test_an_objection_is_answered_and_one_at_a_time_is_enough():
    contract, office = somebody()
    with refused(Impossible, f"本人已在{contract.office}任职，不需要调配。"):
        entered(contract, contract.office)
    transfer = entered(contract, office, consent="objected", statement="路远，家中老人需要照顾。")
    assert refusal(lambda: entered(contract, office)) == ("one_open_transfer_per_assistant", "这个人已有一件调配在等审定，没有重复登记。")
    with refused(Impossible, "本人有异议的，请写明答复。"):
        decided(transfer, contract)
    assert decided(transfer, contract, answer="交通补助按规定发放。").answer == "交通补助按规定发放。"


def test_who_enters_does_not_decide():
    contract, office = somebody()
    transfer = entered(contract, office)
    with pytest.raises(OneHand):
        decided(transfer, contract, by=transfer.entered_by)
    for role in (Role.COUNTY_HR, Role.OFFICE, Role.CITY):
        other = city() if role == Role.CITY else make_user(role, contract.county, office=office if role == Role.OFFICE else None)
        with pytest.raises(Refused):
            decided(transfer, contract, by=other)
    assert decided(transfer, contract, by=make_user(Role.COUNTY_CLERK, contract.county)).state == "confirmed"


def test_whose_renewal_is_signed_already_is_moved_like_anybody():
    contract, office = somebody()
    renewed(contract)
    assert decided(entered(contract, office), contract).state == "confirmed"


def test_a_departure_before_the_day_takes_the_coming_move_back():
    contract, office = somebody()
    decided(entered(contract, office), contract)
    ended(contract, ground="agreed", last_day=date(2026, 5, 20), now=at(date(2026, 5, 20)))
    assert list(Posting.objects.values_list("office", "last_day")) == [(contract.office_id, date(2026, 5, 20))]


def test_a_transfer_past_the_form():
    contract, office = somebody()
    transfer = entered(contract, office, consent="objected", statement="路远")

    def write(what):
        return refusal(sql(f"UPDATE evaluation_transfer SET {what}"))[0]

    assert write("state = 'confirmed', decided_at = now(), answer = 'x', decided_by_id = entered_by_id") == "transfer_decided_by_another"
    boss = head(contract).pk
    assert write(f"state = 'confirmed', decided_at = now(), decided_by_id = {boss}") == "objection_to_transfer_is_answered"
    assert write("state = 'confirmed', answer = 'x'") == "decided_transfer_says_by_whom"
    assert write("answer = 'x'") == "objection_to_transfer_is_written_down"
    assert write("effective_on = '2030-01-01'") == "transfer_kept"
    facts = {"assistant": hired(contract.line).assistant, "entered_by": clerk(contract), "entered_at": at(TODAY)}
    nowhere = Transfer(from_office=office, to_office=office, effective_on=MOVES, reason="x", consent="consented", **facts)
    assert refusal(nowhere.save)[0] == "transfer_goes_elsewhere"
    begun = Transfer(from_office=contract.office, to_office=office, effective_on=MOVES, reason="x", consent="consented", **facts)
    begun.state, begun.decided_by, begun.decided_at = "confirmed", head(contract), at(TODAY)
    assert refusal(begun.save) == ("transfer_begins_proposed", "调配须先由经办人提出，再由另一人审定。")
    begun.state, begun.decided_by, begun.decided_at = "proposed", None, None
    begun.save()  # control: undecided the same row goes through
    decided(transfer, contract, answer="已说明")
    assert write(f"state = 'returned', return_reason = 'x' WHERE id = {transfer.pk}") == "transfer_kept"


# --- the pages -------------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def test_the_way_through_the_pages():
    contract, office = somebody()
    now, person = at(TODAY), contract.assistant
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    day = {"effective_on_0": 2026, "effective_on_1": 6, "effective_on_2": 1}
    said = {"to_office": office.pk, **day, "reason": "工作需要", "consent": "consented"}
    foreign = make_county().offices.first()
    assert "跨县（区）不是调配" in text(post(desk, url("transfer_enter", person.pk), said | {"to_office": foreign.pk}, now=now))
    assert "亲属任职已登记" in text(post(desk, url("relative_declare", person.pk), {"office": office.pk, "relation": "spouse"}, now=now))
    assert "应当回避" in text(post(desk, url("transfer_enter", person.pk), said, now=now))
    row = person.relative_records.get()
    assert "记录已作废" in text(post(desk, url("relative_void", person.pk, row.pk), {"reason": "已调离"}, now=now))
    page = text(post(desk, url("transfer_enter", person.pk), said, now=now))
    assert "录入人与复核人不能是同一人" in page
    transfer = Transfer.objects.get()
    assert "审定调配" in text(get(chief, "/desk/", now))
    assert "本人同意。" in text(get(chief, url("transfer_decide", transfer.pk), now))
    assert "司法协理员调配通知" in text(post(chief, url("transfer_decide", transfer.pk), {"seen": 1}, now=now))
    rows = records_of(get(desk, url("transfers_export"), now).content)
    assert [(row["姓名"], row["调往司法所"], row["状态"]) for row in rows] == [("王调动", str(office), "已审定")]
    stranger = signed_in(staff(foreign.county, Role.COUNTY_CLERK))
    places = [("transfer", transfer.pk), ("transfer_enter", person.pk)]
    assert [get(stranger, url(*place), now).status_code for place in places] == [404, 404]
    assert get(signed_in(staff(contract.county, Role.COUNTY_HR)), url("transfer_enter", person.pk), now).status_code == 403


def test_the_list_costs_the_same_for_one_row_and_for_three(client):
    contract, office = somebody()
    entered(contract, office)
    client.force_login(clerk(contract))
    with clock.standing_at(at(TODAY)):
        one = queries_of(client, url("transfers"))
        for _ in range(2):
            entered(hired(contract.line), office)
        assert (queries_of(client, url("transfers")), one <= 15) == (one, True)
