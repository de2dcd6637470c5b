"""Contracts over time: renewed without moving the ledger, ended on the right day, carried on by what protects somebody."""

from datetime import date

import pytest
from django.db import connection, transaction

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from policy.powers import Role
from staffing import actions
from staffing.models import Contract, LedgerEntry, Protection
from tests.staffing.contracts import at, clerk, counted, drawn_up, ended, head, hired, protected, renewed
from tests.staffing.factories import make_document, make_line, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

LAST = date(2027, 2, 28)


def test_a_renewal_goes_on_in_the_same_place_and_moves_nothing_in_the_ledger():
    contract = hired()
    moved = LedgerEntry.objects.count()
    following = renewed(contract)
    assert (following.starts_on, following.ends_on, following.probation_ends_on) == (date(2027, 3, 1), date(2030, 2, 28), None)
    assert (following.line, following.track, following.assistant) == (contract.line, contract.track, contract.assistant)
    assert LedgerEntry.objects.count() == moved
    assert counted(contract.line) == (1, 0)
    assert contract.assistant.postings.get().last_day is None
    assert list(Contract.objects.in_being(LAST)) == [following]


def test_after_two_fixed_terms_the_next_is_open_ended_unless_the_person_asks_for_a_fixed_one():
    second = renewed(hired())
    sentence = (
        "连续订立二次固定期限劳动合同或者连续工作满十年的，应当订立无固定期限劳动合同（《劳动合同法》第十四条）；"
        "本人书面提出订立固定期限的除外。"
    )
    with refused(Impossible, sentence):
        drawn_up(second)
    with transaction.atomic():
        assert drawn_up(second, asks_for_fixed=True).ends_on == date(2033, 2, 28)
        transaction.set_rollback(True)
    third = renewed(second, term_months=None)
    assert (third.ends_on, third.is_open_ended, third.term.covers(date(2099, 1, 1))) == (None, True, True)
    assert list(Contract.objects.running_out(date(2099, 1, 1))) == []
    with refused(Impossible, "无固定期限劳动合同不需要续订。"):
        actions.prepare_renewal(
            contract=third,
            reference="再续",
            starts_on=date(2040, 1, 1),
            term_months=12,
            prepared_by=clerk(third),
            by=head(third),
            now=at(LAST),
        )


def test_a_contract_that_ends_at_its_term_leaves_the_ledger_on_that_day_and_once():
    contract = hired()
    ended(contract, now=at(date(2027, 1, 10)))
    contract.refresh_from_db()
    assert (contract.ended_on, contract.ended_ground, contract.departed_at) == (LAST, "expired", None)
    assert contract.assistant.postings.get().last_day == LAST
    assert counted(contract.line) == (1, 0)
    assert actions.count_departures(now=at(date(2027, 2, 27))) == 0
    assert [actions.count_departures(now=at(LAST)) for _ in range(2)] == [1, 0]
    assert counted(contract.line) == (1, 1)


def test_one_that_ends_today_leaves_the_ledger_in_the_same_transaction():
    contract = hired()
    ended(contract, ground="agreed", last_day=date(2026, 5, 6))
    assert counted(contract.line) == (1, 1)
    assert list(Contract.objects.in_being(date(2026, 5, 6))) == []


def test_an_ended_contract_frees_its_days_for_another():
    contract = hired()
    ended(contract, ground="agreed", last_day=date(2026, 5, 6))
    same = hired_again(contract, date(2026, 5, 7))
    assert same.assistant == contract.assistant
    with refused(Prevented, "该人员在这段时间内已有一份合同。"):
        hired_again(contract, date(2026, 5, 7), reference="又一次")


def hired_again(contract, starts_on, reference="再聘"):
    line = contract.line
    actions.reserve(line=line, track="public", number=1, reference=f"岗位 {reference}", now=at(starts_on))
    again = actions.prepare_contract(
        county=contract.county,
        line=line,
        track="public",
        office=line.office,
        reference=reference,
        starts_on=starts_on,
        term_months=12,
        probation_months=0,
        by=clerk(contract),
        now=at(starts_on),
    )
    person = actions.PersonFacts(name="王小明", sex="男", id_number=contract.assistant.id_number)
    return actions.sign_contract(contract=again, person=person, signed_on=starts_on, by=head(contract), now=at(starts_on))


def test_a_contract_that_ran_out_unheeded_is_still_in_being_and_still_counted():
    contract = hired()
    assert list(Contract.objects.in_being(date(2027, 6, 1))) == [contract]
    late = drawn_up(contract, now=at(date(2027, 6, 1)))
    signed = actions.sign_renewal(contract=late, signed_on=date(2027, 6, 1), by=head(contract), now=at(date(2027, 6, 1)))
    assert signed.late_consequence == "超过一个月才订立书面合同，2027-04-02 至 2027-05-31 应付二倍工资（《劳动合同法》第八十二条）。"


def test_what_protects_somebody_carries_the_contract_on_until_it_lapses():
    contract = hired()
    row = protected(contract, first_day=date(2026, 10, 1))
    with refused(Impossible, "这个人受法律保护，合同续延到保护的情形消失时终止（《劳动合同法》第四十五条）；结束日期还没有登记。"):
        ended(contract)
    actions.end_protection(record=row, last_day=date(2027, 8, 31), by=clerk(contract), now=at(LAST))
    with refused(Impossible, "这个人受法律保护，合同续延到 2027-08-31（《劳动合同法》第四十五条），不能早于这一天终止。"):
        ended(contract)
    assert ended(contract, last_day=date(2027, 8, 31)).ended_on == date(2027, 8, 31)


def test_a_shielded_ground_is_refused_while_somebody_is_protected():
    contract = hired()
    protected(contract, kind="medical_period", first_day=date(2026, 10, 1))
    with refused(Impossible, "这个人处于医疗期，不能以“培训或者调岗后仍不能胜任”解除合同（《劳动合同法》第四十二条）。"):
        ended(contract, ground="incompetent", last_day=date(2026, 12, 1))
    assert ended(contract, ground="resigned", last_day=date(2026, 12, 1)).ended_ground == "resigned"


def test_an_unsigned_renewal_falls_away_with_the_contract_and_a_signed_one_takes_its_place():
    contract = hired()
    drawn_up(contract)
    ended(contract, ground="resigned", last_day=date(2027, 2, 1))
    assert Contract.objects.count() == 1
    other = hired(make_line(planned_public=1))
    following = renewed(other)
    with refused(Impossible, "这份合同已经续订，要解除的是续订的那一份。"):
        ended(other, ground="resigned", last_day=date(2027, 2, 1))
    assert ended(following, ground="resigned", last_day=date(2027, 5, 1)).ended_on == date(2027, 5, 1)


def test_an_open_condition_of_hiring_bars_the_next_signature():
    contract = hired()
    following = drawn_up(contract)
    actions.state_condition(reference=following.reference, words="社保关系转移接续", by=head(contract), now=at(LAST))
    with refused(Impossible, "聘用条件还没有办结，不能签订合同：社保关系转移接续。"):
        actions.sign_renewal(contract=following, signed_on=LAST, by=head(contract), now=at(LAST))
    write = sql("UPDATE staffing_contract SET signed_on = '2027-02-28', signed_by_id = %s WHERE id = %s", head(contract).pk, following.pk)
    assert refusal(write)[0] == "open_condition_bars_signing"


def test_who_proposed_a_renewal_neither_decides_nor_signs_it():
    contract = hired()
    following = drawn_up(contract)
    proposer = following.prepared_by
    with pytest.raises(Refused):
        actions.sign_renewal(contract=following, signed_on=LAST, by=proposer, now=at(LAST))
    proposer.role = Role.COUNTY_HEAD
    proposer.save()
    with pytest.raises(OneHand):
        actions.sign_renewal(contract=following, signed_on=LAST, by=proposer, now=at(LAST))


# --- past every form -------------------------------------------------------------------------------------------------


def test_a_signed_contract_stays_as_it_was_signed():
    contract = hired()
    kept = ("signed_contract_kept", "已经签订的合同不能修改或删除，只能依法解除、终止或者续订。")
    assert refusal(sql("UPDATE staffing_contract SET ends_on = '2099-12-31' WHERE id = %s", contract.pk)) == kept
    assert refusal(sql("DELETE FROM staffing_contract WHERE id = %s", contract.pk)) == kept
    ended(contract)
    assert refusal(sql("UPDATE staffing_contract SET ended_on = '2026-12-31' WHERE id = %s", contract.pk)) == kept
    assert refusal(sql("UPDATE staffing_contract SET departed_at = now() WHERE id = %s", contract.pk)) == kept
    with connection.cursor() as cursor:  # control: with the guard away the same write goes through
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_contract DISABLE TRIGGER contract_kept")
        cursor.execute("UPDATE staffing_contract SET ends_on = '2099-12-31' WHERE id = %s", [contract.pk])
        assert cursor.rowcount == 1


def test_a_renewal_past_the_form_keeps_person_place_and_probation():
    contract, other = hired(), hired()
    following = drawn_up(contract)
    place = ("renewal_keeps_its_place", "续订的合同须接在同一个人已签订的合同之后，沿用原来的名额。")
    for column, value in (("assistant_id", other.assistant_id), ("line_id", other.line_id), ("track", "internal")):
        assert refusal(sql(f"UPDATE staffing_contract SET {column} = %s WHERE id = %s", value, following.pk)) == place
    probation = sql("UPDATE staffing_contract SET probation_ends_on = starts_on WHERE id = %s", following.pk)
    assert refusal(probation)[0] == "renewed_contract_has_no_probation"
    nameless = sql("UPDATE staffing_contract SET renews_id = %s, assistant_id = NULL WHERE id = %s", contract.pk, following.pk)
    assert refusal(nameless)[0] in ("renewal_keeps_its_place", "renewed_contract_names_its_person")
    with refused(Prevented, "这份合同已经拟定了续订的合同，没有重复办理。"):
        actions.prepare_renewal(
            contract=contract,
            reference="又一份",
            starts_on=date(2027, 3, 1),
            term_months=12,
            prepared_by=clerk(contract),
            by=head(contract),
            now=at(LAST),
        )
    gone = sql("UPDATE staffing_contract SET departed_at = now() WHERE id = %s", contract.pk)
    assert refusal(gone)[0] == "departure_follows_an_ending"


def test_a_protection_is_voided_and_never_changed():
    contract = hired()
    row = protected(contract, first_day=date(2026, 10, 1), last_day=date(2026, 12, 31))
    kept = ("protection_kept", "登记过的受保护状态不能修改或删除。登错了的，请作废后重新登记。")
    assert refusal(sql("UPDATE staffing_protection SET last_day = '2029-01-01' WHERE id = %s", row.pk)) == kept
    assert refusal(sql("DELETE FROM staffing_protection WHERE id = %s", row.pk)) == kept
    with refused(Prevented, "这个人从当天起的受保护状态已经登记过，没有重复登记。"):
        protected(contract, first_day=date(2026, 10, 1))
    with refused(Prevented, "受保护状态的结束日期不能早于起始日期。"):
        protected(contract, first_day=date(2026, 11, 1), last_day=date(2026, 10, 31))
    assert refusal(sql("UPDATE staffing_protection SET voided_at = now() WHERE id = %s", row.pk))[0] == "voided_protection_says_why"
    actions.void_protection(record=row, reason="登错了人", by=clerk(contract), now=at(date(2026, 10, 2)))
    assert list(Protection.objects.standing()) == []


def test_what_protects_somebody_is_sealed_and_opened_for_a_reason_by_the_bureau_alone():
    contract = hired()
    row = protected(contract, first_day=date(2026, 10, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM staffing_protection WHERE id = %s", [row.pk])
        assert "motherhood" not in cursor.fetchone()[0]
    assert actions.read_protection(record=row, occasion="recheck", by=head(contract), now=at(LAST)) == "孕期、产期、哺乳期"
    with pytest.raises(Refused):
        actions.read_protection(record=row, occasion="recheck", by=staff(contract.county, Role.COUNTY_HR), now=at(LAST))
    with refused(Impossible, "请选择受保护的情形。"):
        actions.enter_protection(
            assistant=contract.assistant,
            kind="other",
            first_day=LAST,
            last_day=None,
            evidence=make_document(clerk(contract)),
            by=clerk(contract),
            now=at(LAST),
        )
