"""Contracts: what labour law allows, who prepares and signs, and how a signature makes an assistant."""

from datetime import date

import pytest

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from policy.powers import Role
from staffing import actions
from staffing.models import Assistant, Contract, PlanLine
from tests.staffing.factories import NOW, make_county, make_line, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

PERSON = actions.PersonFacts(name="王小明", sex="男", id_number="140302199202290017", phone="13800000000", address="阳泉市")
STARTS = date(2024, 3, 1)


def prepare(line, *, reference="报名 1", starts_on=STARTS, term_months=36, probation_months=3, **others):
    county = line.plan.county
    facts = {"county": county, "office": line.office, "by": staff(county, Role.COUNTY_CLERK)} | others
    return actions.prepare_contract(
        line=line,
        track="public",
        reference=reference,
        starts_on=starts_on,
        term_months=term_months,
        probation_months=probation_months,
        now=NOW,
        **facts,
    )


def reserved_line(number=1):
    line = make_line(planned_public=3)
    actions.reserve(line=line, track="public", number=number, reference="岗位", now=NOW)
    return line


def sign(contract, *, person=PERSON, signed_on=STARTS, by=None):
    return actions.sign_contract(
        contract=contract, person=person, signed_on=signed_on, by=by or staff(contract.county, Role.COUNTY_HEAD), now=NOW
    )


def test_a_signature_makes_an_assistant_posts_them_and_fills_the_place():
    line = reserved_line()
    contract = sign(prepare(line))
    assistant = Assistant.objects.get()
    posting = assistant.postings.get()
    use = PlanLine.objects.with_use().get(pk=line.pk).use("public")
    assert (contract.assistant, contract.ends_on, contract.probation_ends_on) == (assistant, date(2027, 2, 28), date(2024, 5, 31))
    assert (posting.office, posting.first_day, posting.last_day) == (line.office, STARTS, None)
    assert (use.reserved, use.filled, use.remaining) == (0, 1, 2)
    assert contract.late_consequence == ""


@pytest.mark.parametrize(
    ("term", "probation", "sentence"),
    [
        (36, 7, "合同期限为 36 个月的，试用期最长 6 个月（《劳动合同法》第十九条），填的是 7 个月。"),
        (24, 3, "合同期限为 24 个月的，试用期最长 2 个月（《劳动合同法》第十九条），填的是 3 个月。"),
        (0, 0, "合同期限至少 1 个月，请填写整月数。"),
    ],
)
def test_what_labour_law_forbids_is_refused(term, probation, sentence):
    with refused(Impossible, sentence):
        prepare(make_line(), term_months=term, probation_months=probation)


def test_preparing_again_replaces_the_unsigned_contract():
    line = reserved_line()
    first = prepare(line)
    second = prepare(line, term_months=24, probation_months=2)
    assert (second.pk, second.version, Contract.objects.count()) == (first.pk, 2, 1)
    sign(second)
    with refused(Impossible, "合同已经签订，不能重新拟定。"):
        prepare(line)


def test_signing_twice_is_refused():
    contract = prepare(reserved_line())
    sign(contract)
    with refused(Impossible, "合同已经签订，没有重复登记。"):
        sign(contract)


def test_a_late_signature_is_recorded_with_what_it_costs_and_not_refused():
    contract = sign(prepare(reserved_line(), starts_on=date(2024, 1, 15)), signed_on=date(2024, 3, 4))
    assert contract.late_consequence == "超过一个月才订立书面合同，2024-02-16 至 2024-03-03 应付二倍工资（《劳动合同法》第八十二条）。"


def test_nobody_signs_what_they_prepared():
    contract = prepare(reserved_line())
    clerk = contract.prepared_by
    with pytest.raises(Refused):
        sign(contract, by=clerk)
    clerk.role = Role.COUNTY_HEAD
    clerk.save()
    with pytest.raises(OneHand):
        sign(contract, by=clerk)


def test_a_day_to_come_is_no_day_of_signing():
    with refused(Impossible, "签订日期不能晚于今天。"):
        sign(prepare(reserved_line()), signed_on=date(2024, 3, 5))


def test_without_a_reserved_place_the_signature_leaves_nothing_behind():
    contract = prepare(make_line())
    with refused(Prevented, "台账上没有这么多人可以转出，请核对已预留和已聘用的人数。"):
        sign(contract)
    assert (Assistant.objects.count(), Contract.objects.signed().count()) == (0, 0)


def test_a_person_has_one_contract_at_a_time():
    line = reserved_line(2)
    sign(prepare(line))
    with refused(Prevented, "该人员在这段时间内已有一份合同。"):
        sign(prepare(line, reference="报名 2", starts_on=date(2025, 3, 1), probation_months=0), signed_on=date(2024, 3, 4))


def test_probation_is_agreed_once():
    line = reserved_line(2)
    contract = sign(prepare(line))
    sentence = "这个人已经约定过一次试用期，不能再约定（《劳动合同法》第十九条），请填 0。"
    with refused(Impossible, sentence):
        prepare(line, reference="报名 2", starts_on=date(2027, 3, 1), id_hash=contract.assistant.id_hash)
    unknown = prepare(line, reference="报名 2", starts_on=date(2027, 3, 1))
    with refused(Impossible, "这个人已经约定过一次试用期，不能再约定（《劳动合同法》第十九条），请重新拟定合同，试用期填 0。"):
        sign(unknown)


def test_another_county_prepares_nothing_here():
    line = make_line()
    with refused(Impossible, "只能为本县（区）的司法所拟定合同。"):
        prepare(line, by=staff(make_county(), Role.COUNTY_CLERK))
