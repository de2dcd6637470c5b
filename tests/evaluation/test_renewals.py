"""续聘: proposed by the clerk on both questions, decided by the head, told with reasons; the next contract keeps the place."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from bureaus.tenancy import Stale
from documents.models import OfficialPaper, PaperKind
from evaluation import actions, radar
from evaluation.models import Departure, Renewal
from policy.powers import Role
from staffing import actions as staffing
from staffing.models import Contract, LedgerEntry
from tests.evaluation.conduct import confirmed, on_record
from tests.evaluation.contracts import WHY, decided, proposed
from tests.recruitment.desks import get, signed_in, text
from tests.staffing.contracts import at, clerk, counted, head, hired, protected, renewed
from tests.staffing.factories import make_county, make_document, make_user, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

LAST = date(2027, 2, 28)


def with_account(contract):
    account = make_user(Role.APPLICANT)
    contract.assistant.person = account
    contract.assistant.save()
    return account


def test_a_decision_to_renew_draws_up_the_next_contract_and_tells_the_person_why():
    contract = hired()
    account = with_account(contract)
    moved = LedgerEntry.objects.count()
    renewal = decided(contract)
    following = Contract.objects.get(renews=contract)
    assert (following.starts_on, following.ends_on, following.signed_on) == (date(2027, 3, 1), date(2030, 2, 28), None)
    assert (following.prepared_by, following.reference) == (renewal.proposed_by, f"evaluation.renewal:{renewal.pk}")
    letter = Message.objects.get(recipient=account)
    assert (letter.letter, WHY in letter.body) == ("renewal_decided", True)
    kinds = set(OfficialPaper.objects.values_list("kind", flat=True))
    assert {PaperKind.RENEWAL_NOTICE, PaperKind.CONTRACT} <= kinds
    signed = actions.sign_next(contract=following, signed_on=date(2027, 2, 20), by=head(contract), now=at(date(2027, 2, 20)))
    assert (signed.signed_by, signed.late_consequence) == (head(contract), "")
    assert (LedgerEntry.objects.count(), counted(contract.line)) == (moved, (1, 0))
    assert Message.objects.filter(recipient=account, letter="renewal_signed").count() == 1


def test_the_two_questions_are_answered_by_a_person_and_decide():
    contract = hired()
    with refused(Impossible, "请逐人回答工作需要和综合工作表现两项。"):
        proposed(contract, performance=None)
    with refused(Impossible, "续聘须同时具备工作需要和综合工作表现良好两项（四(四).续聘）。"):
        proposed(contract, needed=False)
    with refused(Impossible, "工作需要、综合工作表现良好的，应当续聘；本人不愿意续签的，请选“本人不续签”。"):
        proposed(contract, choice="end")
    with refused(Impossible, "请写明理由，本人会看到。"):
        proposed(contract, reasons=" ")
    assert not Renewal.objects.exists()


def test_a_contract_is_not_decided_on_before_its_time_or_twice():
    contract = hired()
    with refused(Impossible, "距期满还有 91 天，期满前 90 天内再提出。"):
        proposed(contract, now=at(date(2026, 11, 29)))
    proposed(contract, now=at(date(2026, 11, 30)))
    with refused(Impossible, "已经提出意见，正在等负责人审定。"):
        proposed(contract)


def test_who_proposes_does_not_decide_and_nobody_else_may_either():
    contract = hired()
    renewal = proposed(contract)
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.OFFICE, Role.DISCIPLINE):
        other = make_user(role, contract.county, office=contract.office if role == Role.OFFICE else None)
        with pytest.raises(Refused):
            actions.confirm_renewal(renewal=renewal, by=other, seen=1, now=at(LAST))
    with pytest.raises(Refused):
        actions.confirm_renewal(renewal=renewal, by=staff(make_county(), Role.COUNTY_HEAD), seen=1, now=at(LAST))
    with pytest.raises(Refused):
        proposed(hired(), by=head(contract))
    proposer = renewal.proposed_by
    proposer.role = Role.COUNTY_HEAD
    proposer.save()
    with pytest.raises(OneHand):
        actions.confirm_renewal(renewal=renewal, by=proposer, seen=1, now=at(LAST))
    with pytest.raises(Stale):
        actions.confirm_renewal(renewal=renewal, by=make_user(Role.COUNTY_HEAD, contract.county), seen=7, now=at(LAST))


def test_a_proposal_that_comes_back_is_made_anew():
    contract = hired()
    renewal = proposed(contract)
    with refused(Impossible, "请写明退回的理由。"):
        actions.return_renewal(renewal=renewal, reason=" ", by=head(contract), seen=1, now=at(LAST))
    actions.return_renewal(renewal=renewal, reason="请补充司法所意见", by=head(contract), seen=1, now=at(LAST))
    assert actions.row_of(contract, clerk(contract), at(LAST)).stage == radar.Stage.RETURNED
    assert proposed(contract, now=at(LAST)).state == "proposed"


def test_the_third_contract_is_open_ended_unless_the_person_wrote_that_it_be_fixed():
    second = renewed(hired())
    name = second.assistant.name
    sentence = f"{name}应当订立无固定期限劳动合同（《劳动合同法》第十四条）；本人提出订立固定期限的，请上传本人书面申请。"
    with refused(Impossible, sentence):
        proposed(second)
    row = actions.row_of(second, clerk(second), at(date(2030, 1, 10)))
    assert (row.fixed_terms, row.must_be_open_ended, row.works_from) == (2, True, date(2024, 3, 1))
    asked = decided(second, request=make_document(clerk(second)))
    assert (asked.asks_for_fixed, Contract.objects.get(renews=second).ends_on) == (True, date(2033, 2, 28))
    other = renewed(hired())
    decided(other, open_ended=True)
    assert Contract.objects.get(renews=other).is_open_ended


def test_repeated_breaches_on_record_stop_two_terms_from_making_the_third_open_ended():
    contract = hired()
    on_record(contract, breaches=(date(2026, 3, 2), date(2026, 3, 9)))  # one short of what the county calls 多次
    second = renewed(contract)
    before = at(date(2030, 1, 10))
    assert actions.row_of(second, clerk(second), before).must_be_open_ended
    confirmed(second, date(2026, 3, 16))
    row = actions.row_of(second, clerk(second), before)
    assert (row.at_fault, row.must_be_open_ended) == (True, False)
    page = text(get(signed_in(clerk(second)), reverse("evaluation:contract", args=[second.pk]), before))
    assert "可以约定期限（有审定的多次违规，不适用第十四条的连续二次）" in page
    decided(second)
    assert Contract.objects.get(renews=second).ends_on == date(2033, 2, 28)


def test_an_end_at_the_term_is_carried_out_on_its_day_with_certificate_and_ledger():
    contract = hired()
    decided(contract, choice="end", needed=False, reasons="司法所撤并，不再需要这个岗位。")
    departure = Departure.objects.get()
    assert (departure.last_day, departure.severance_months, departure.carried_out_at) == (LAST, 3, None)
    assert actions.carry_out_due(now=at(date(2027, 2, 27))) == 0
    assert counted(contract.line) == (1, 0)
    assert [actions.carry_out_due(now=at(LAST)) for _ in range(2)] == [1, 0]
    contract.refresh_from_db()
    assert (contract.ended_on, contract.ended_ground, counted(contract.line)) == (LAST, "expired", (1, 1))
    assert contract.assistant.postings.get().last_day == LAST
    assert OfficialPaper.objects.filter(kind=PaperKind.TERMINATION_CERTIFICATE).count() == 1


def test_an_end_that_is_decided_after_the_term_is_of_the_day_it_is_decided_on_and_done_at_once():
    contract = hired()
    decided(contract, choice="declined", reasons="本人书面表示不再续签。", now=at(date(2027, 3, 10)))
    contract.refresh_from_db()
    assert (contract.ended_on, contract.ended_ground, counted(contract.line)) == (date(2027, 3, 10), "not_renewed_by_assistant", (1, 1))
    assert Departure.objects.get().severance_months == 0


def test_what_protects_somebody_carries_on_a_contract_that_was_to_end_until_it_lapses():
    contract = hired()
    decided(contract, choice="end", needed=False, reasons="不再需要这个岗位。")
    row = protected(contract, first_day=date(2027, 2, 1))
    assert actions.carry_out_due(now=at(date(2027, 3, 5))) == 0
    assert (Departure.objects.get().last_day, counted(contract.line)) == (None, (1, 0))
    staffing.end_protection(record=row, last_day=date(2027, 9, 30), by=clerk(contract), now=at(date(2027, 3, 6)))
    assert actions.carry_out_due(now=at(date(2027, 9, 29))) == 0
    assert actions.carry_out_due(now=at(date(2027, 9, 30))) == 1
    contract.refresh_from_db()
    assert (contract.ended_on, counted(contract.line)) == (date(2027, 9, 30), (1, 1))
    assert Departure.objects.get().severance_months == 4


# --- past every form -------------------------------------------------------------------------------------------------


def row_of(contract, **said):
    facts = {"choice": "renew", "needed": True, "performance": True, "reasons": WHY, "term_months": 36} | said
    return Renewal(contract=contract, proposed_by=clerk(contract), proposed_at=at(LAST), **facts)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"needed": False}, "renewal_rests_on_need_and_work"),
        ({"choice": "end", "term_months": None}, "ending_rests_on_need_or_work"),
        ({"term_months": None}, "renewal_states_its_term"),
        ({"open_ended": True}, "renewal_states_its_term"),
        ({"choice": "end", "needed": False}, "renewal_states_its_term"),
        ({"asks_for_fixed": True}, "fixed_term_at_request_has_its_paper"),
        ({"return_reason": "x"}, "decided_renewal_says_by_whom"),
        ({"state": "confirmed"}, "renewal_begins_proposed"),
    ],
)
def test_what_the_document_forbids_is_no_row(said, name):
    assert refusal(row_of(hired(), **said).save)[0] == name


def test_no_path_begins_a_renewal_decided():
    contract = hired()
    by = {"decided_by": head(contract), "decided_at": at(LAST)}
    refused = ("renewal_begins_proposed", "续聘意见须先由经办人提出，再由另一人审定。")
    assert refusal(row_of(contract, state="confirmed", **by).save) == refused
    assert refusal(row_of(contract, state="returned", return_reason="x", **by).save) == refused
    row_of(contract).save()  # control: undecided the same row goes through
    assert refusal(sql("UPDATE evaluation_renewal SET state = 'confirmed'"))[0] == "decided_renewal_says_by_whom"


def test_a_decision_is_anothers_stays_and_is_one():
    contract = hired()
    renewal = proposed(contract)
    alone = "UPDATE evaluation_renewal SET state = 'confirmed', decided_at = now(), decided_by_id = proposed_by_id WHERE id = %s"
    assert refusal(sql(alone, renewal.pk)) == ("renewal_decided_by_another", "提出人与审定人不能是同一人。")
    again = ("one_renewal_decision_per_contract", "这份合同已经提出了意见，没有重复办理。")
    assert refusal(row_of(contract).save) == again
    kept = ("renewal_kept", "续聘意见提出以后不能修改或删除，只能审定或者退回后重新提出。")
    assert refusal(sql("UPDATE evaluation_renewal SET term_months = 12 WHERE id = %s", renewal.pk)) == kept
    assert refusal(sql("DELETE FROM evaluation_renewal WHERE id = %s", renewal.pk)) == kept
    actions.confirm_renewal(renewal=renewal, by=head(contract), seen=1, now=at(LAST))
    assert refusal(sql("UPDATE evaluation_renewal SET state = 'returned', return_reason = 'x' WHERE id = %s", renewal.pk)) == kept
