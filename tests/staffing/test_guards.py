"""What the database itself refuses, written past every form and action: by ORM and by SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from bureaus.guards import prevented_by
from policy.powers import Role
from staffing.models import Assistant, Contract, Filing, LedgerEntry, PlanLine, Posting, QuotaPlan
from tests.staffing.factories import (
    NOW,
    city,
    fill_in,
    make_countersigned_plan,
    make_county,
    make_filed_plan,
    make_line,
    make_office,
    make_plan,
    make_submitted_plan,
    make_user,
    staff,
)

pytestmark = pytest.mark.django_db

FROZEN = "方案已上报或已备案，不能再改。如需调整，请上报变更方案。"
LINES_FROZEN = "方案已会签、上报或备案，表内数字不能再改。"
IN_ORDER = "方案须依次经过编制、会签、上报、备案，不能跳过。"


def refusal(write):
    """The name and the sentence of what refuses a write."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    prevented = prevented_by(caught.value)
    return prevented.constraint, str(prevented)


def sql(statement, *values):
    def write():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return write


def test_a_draft_stays_its_countys_and_years():
    plan = make_plan()
    moved = ("plan_stays_what_it_is", "方案的县（区）、年度和版次不能改。")
    assert refusal(lambda: QuotaPlan.objects.filter(pk=plan.pk).update(year=2030)) == moved
    assert refusal(lambda: QuotaPlan.objects.filter(pk=plan.pk).update(county=make_county())) == moved


@pytest.mark.parametrize("make", [make_submitted_plan, make_filed_plan])
def test_a_plan_that_went_up_is_frozen(make):
    plan = make()
    assert refusal(lambda: QuotaPlan.objects.filter(pk=plan.pk).update(year=2030)) == ("plan_frozen", FROZEN)
    assert refusal(sql("UPDATE staffing_quotaplan SET countersigned_at = now() WHERE id = %s", plan.pk)) == ("plan_frozen", FROZEN)
    assert refusal(sql("UPDATE staffing_quotaplan SET version = version + 1 WHERE id = %s", plan.pk)) == ("plan_frozen", FROZEN)
    assert refusal(sql("UPDATE staffing_quotaplan SET status = 'draft' WHERE id = %s", plan.pk))[0] in (
        "plan_frozen",
        "plan_goes_up_in_order",
    )
    assert refusal(sql("DELETE FROM staffing_quotaplan WHERE id = %s", plan.pk)) == ("plan_frozen", FROZEN)


def test_the_city_answer_may_not_carry_another_change():
    plan = make_submitted_plan()
    write = sql(
        "UPDATE staffing_quotaplan SET status = 'filed', filing_number = '甲', filed_at = now(), year = 2025 WHERE id = %s", plan.pk
    )
    assert refusal(write) == ("plan_frozen", FROZEN)


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (make_plan, "filed"),
        (make_plan, "submitted"),
        (make_plan, "returned"),
        (make_countersigned_plan, "filed"),
        (make_submitted_plan, "draft"),
    ],
)
def test_no_step_of_the_way_up_is_left_out(make, status):
    plan = make()
    assert refusal(sql("UPDATE staffing_quotaplan SET status = %s WHERE id = %s", status, plan.pk)) == ("plan_goes_up_in_order", IN_ORDER)


@pytest.mark.parametrize("status", ["countersigned", "submitted", "filed"])
def test_a_plan_begins_as_a_draft(status):
    clerk = staff(make_county(), Role.COUNTY_CLERK)
    plan = QuotaPlan(county=clerk.county, year=2024, status=status, entered_by=clerk, saved_at=NOW)
    assert refusal(plan.save) == ("plan_begins_as_draft", "数额核定方案须从草稿开始。")


@pytest.mark.parametrize("make", [make_countersigned_plan, make_submitted_plan, make_filed_plan])
def test_lines_are_frozen_from_the_countersignature_on(make):
    plan = make()
    line = plan.lines.first()
    office = make_office(plan.county)
    assert refusal(lambda: PlanLine.objects.filter(pk=line.pk).update(planned_public=99)) == ("plan_lines_frozen", LINES_FROZEN)
    assert refusal(sql("UPDATE staffing_planline SET planned_public = 99 WHERE id = %s", line.pk)) == ("plan_lines_frozen", LINES_FROZEN)
    assert refusal(sql("DELETE FROM staffing_planline WHERE id = %s", line.pk)) == ("plan_lines_frozen", LINES_FROZEN)
    assert refusal(PlanLine(plan=plan, office=office).save) == ("plan_lines_frozen", LINES_FROZEN)


def test_a_line_of_a_draft_cannot_be_moved_into_a_filed_plan():
    filed, draft = make_filed_plan(), make_plan()
    write = sql("UPDATE staffing_planline SET plan_id = %s WHERE plan_id = %s", filed.pk, draft.pk)
    assert refusal(write) == ("plan_lines_frozen", LINES_FROZEN)


def test_an_office_has_one_line():
    line = make_plan().lines.first()
    assert refusal(PlanLine(plan=line.plan, office=line.office).save) == ("one_line_per_office", "该司法所已在方案中。")


def test_a_countersigned_plan_names_its_signer():
    plan = make_plan()
    write = sql("UPDATE staffing_quotaplan SET status = 'countersigned' WHERE id = %s", plan.pk)
    assert refusal(write) == ("plan_goes_up_countersigned", "数额核定方案须先经人社局会签。")


def test_a_submitted_plan_names_its_sender():
    plan = make_countersigned_plan()
    write = sql("UPDATE staffing_quotaplan SET status = 'submitted' WHERE id = %s", plan.pk)
    assert refusal(write) == ("submitted_plan_names_its_sender", "上报须记明上报人和时间。")


def test_a_filed_plan_has_number_and_date():
    plan = make_submitted_plan()
    write = sql("UPDATE staffing_quotaplan SET status = 'filed' WHERE id = %s", plan.pk)
    assert refusal(write) == ("filed_plan_has_number_and_date", "准予备案须有备案号和日期。")


def test_who_entered_is_neither_countersigner_nor_sender():
    plan = fill_in(make_plan())
    write = sql("UPDATE staffing_quotaplan SET countersigned_by_id = entered_by_id WHERE id = %s", plan.pk)
    assert refusal(write) == ("plan_countersigned_by_another", "编制人与会签人不能是同一人。")
    write = sql("UPDATE staffing_quotaplan SET submitted_by_id = entered_by_id WHERE id = %s", plan.pk)
    assert refusal(write) == ("plan_submitted_by_another", "编制人与上报人不能是同一人。")


def test_a_filing_number_stands_once():
    first, second = make_filed_plan(), make_submitted_plan()
    write = sql(
        "UPDATE staffing_quotaplan SET status = 'filed', filed_at = now(), filing_number = %s WHERE id = %s", first.filing_number, second.pk
    )
    assert refusal(write) == ("one_plan_per_filing_number", "该备案号已经用于另一份方案，请换一个备案号。")


def test_filings_are_kept():
    sent, decided = make_submitted_plan().filings.get(), make_filed_plan().filings.get()
    kept = ("filing_kept", "上报记录须原样保存，不能修改或删除。")
    assert refusal(sql("UPDATE staffing_filing SET lines = '[]' WHERE id = %s", sent.pk)) == kept
    assert refusal(sql("UPDATE staffing_filing SET opinion = '另行' WHERE id = %s", decided.pk)) == kept
    assert refusal(sql("DELETE FROM staffing_filing WHERE id = %s", sent.pk)) == kept


def test_a_plan_waits_for_one_answer_at_a_time():
    filing = make_submitted_plan().filings.get()
    again = Filing(county=filing.county, plan=filing.plan, ordinal=2, submitted_by=filing.submitted_by, submitted_at=NOW)
    assert refusal(again.save) == ("one_open_filing_per_plan", "该方案已上报，正在等待市局办理。")


def test_a_return_says_why_and_who():
    filing = make_submitted_plan().filings.get()
    write = sql(
        "UPDATE staffing_filing SET outcome = 'returned', decided_by_id = %s, decided_at = now() WHERE id = %s", city().pk, filing.pk
    )
    assert refusal(write) == ("return_says_why", "退回修改须写明理由。")
    write = sql("UPDATE staffing_filing SET outcome = 'filed' WHERE id = %s", filing.pk)
    assert refusal(write) == ("decided_filing_says_who_and_when", "市局结论须记明办理人和时间。")


def entry(line, *, track="public", kind="reserved", number=1, reference="甲"):
    return LedgerEntry(line=line, track=track, kind=kind, number=number, reference=reference, at=NOW)


def test_the_ledger_stays_within_the_plan_by_orm_and_by_sql():
    line = make_line(planned_public=2)
    entry(line, number=2).save()
    over = ("ledger_within_plan", "本县备案数额已用完（2/2），不能再增加拟聘用人员。如需调整，请先上报变更方案。")
    assert refusal(entry(line, reference="乙").save) == over
    assert refusal(entry(line, kind="filled", reference="乙").save) == over
    write = sql(
        "INSERT INTO staffing_ledgerentry (line_id, track, kind, number, reference, at) VALUES (%s, 'public', 'reserved', 1, '丙', now())",
        line.pk,
    )
    assert refusal(write) == over
    entry(line, track="internal", reference="乙").save()


def test_the_ledger_opens_when_the_plan_is_filed():
    line = make_submitted_plan().lines.first()
    assert refusal(entry(line).save) == ("ledger_needs_filed_plan", "数额核定方案尚未备案，数额还不能使用。")


def test_the_ledger_never_goes_under_nought():
    line = make_line()
    below = ("ledger_not_below_zero", "台账上没有这么多人可以转出，请核对已预留和已聘用的人数。")
    assert refusal(entry(line, number=-1).save) == below
    assert refusal(entry(line, kind="released").save) == below


def test_a_ledger_entry_moves_people_and_stands_once():
    line = make_line(planned_public=5)
    entry(line).save()
    moves = ("ledger_entry_moves_people", "记入台账的人数至少为 1。")
    assert refusal(entry(line, number=0, reference="乙").save) == moves
    assert refusal(entry(line, kind="filled", number=-1, reference="乙").save) == moves
    assert refusal(entry(line).save) == ("one_ledger_entry_per_reference", "这一项已经记入数额台账，没有重复记账。")


def test_the_ledger_is_append_only():
    line = make_line()
    entry(line).save()
    kept = ("staffing_ledgerentry_append_only", "数额台账 只能追加，不能修改或删除。")
    assert refusal(lambda: LedgerEntry.objects.filter(line=line).update(number=0)) == kept
    assert refusal(sql("DELETE FROM staffing_ledgerentry WHERE line_id = %s", line.pk)) == kept


def make_assistant(county):
    return Assistant.objects.create(
        county=county, name="王小明", sex="男", id_number="140302199202290017", id_hash="a" * 64, id_last4="0017"
    )


def test_a_person_stands_once_on_a_roster():
    county = make_county()
    make_assistant(county)
    assert refusal(lambda: make_assistant(county)) == ("one_assistant_per_person_and_county", "该人员已在本县司法协理员花名册中。")


def test_an_assistant_serves_in_an_office_of_the_county():
    county, abroad = make_county(), make_office(make_county())
    assistant = make_assistant(county)
    home = ("posting_at_home", "司法协理员只能安排在本县（区）的司法所。")
    strange = Posting(assistant=assistant, office=abroad, first_day=date(2023, 1, 1), last_day=date(2023, 2, 1))
    assert refusal(strange.save) == home
    Posting.objects.create(assistant=assistant, office=county.offices.first(), first_day=date(2024, 1, 1))
    assert refusal(lambda: assistant.postings.update(office=abroad)) == home


def test_nobody_serves_in_two_offices_at_a_time():
    county = make_county()
    first, second = county.offices.all()
    assistant = make_assistant(county)
    Posting.objects.create(assistant=assistant, office=first, first_day=date(2024, 6, 1), last_day=date(2024, 6, 30))
    double = ("one_posting_at_a_time", "同一时间只能在一个司法所任职。")
    assert refusal(Posting(assistant=assistant, office=second, first_day=date(2024, 6, 30)).save) == double
    Posting.objects.create(assistant=assistant, office=second, first_day=date(2024, 7, 1))
    write = sql("INSERT INTO staffing_posting (assistant_id, office_id, first_day) VALUES (%s, %s, '2030-01-01')", assistant.pk, first.pk)
    assert refusal(write) == double
    backwards = Posting(assistant=assistant, office=first, first_day=date(2023, 2, 1), last_day=date(2023, 1, 1))
    assert refusal(backwards.save)[0] == "posting_ends_after_it_starts"


def make_contract(line, *, assistant=None, starts_on=date(2024, 7, 1), ends_on=date(2027, 6, 30), **fields):
    county = line.plan.county
    contract = Contract(
        county=county,
        line=line,
        track="public",
        office=line.office,
        assistant=assistant,
        reference=fields.pop("reference", f"{starts_on}"),
        starts_on=starts_on,
        ends_on=ends_on,
        prepared_by=staff(county, Role.COUNTY_CLERK),
        prepared_at=NOW,
    )
    if assistant:
        contract.signed_on, contract.signed_by = starts_on, staff(county, Role.COUNTY_HEAD)
    for name, value in fields.items():
        setattr(contract, name, value)
    return contract


def test_no_contract_is_signed_on_an_open_condition():
    line, sentence = make_line(), "聘用条件还没有办结，不能签订合同。"
    assistant = make_assistant(line.plan.county)
    make_contract(line, open_condition="社保关系转移接续").save()
    signed = make_contract(line, assistant=assistant, starts_on=date(2025, 7, 1), open_condition="社保关系转移接续")
    assert refusal(signed.save) == ("open_condition_bars_signing", sentence)


def test_two_signed_contracts_never_overlap():
    line = make_line()
    assistant = make_assistant(line.plan.county)
    make_contract(line, assistant=assistant).save()
    overlapping = make_contract(line, assistant=assistant, starts_on=date(2027, 6, 30), ends_on=date(2028, 6, 29))
    assert refusal(overlapping.save) == ("no_overlapping_contracts", "该人员在这段时间内已有一份合同。")
    make_contract(line, assistant=assistant, starts_on=date(2027, 7, 1), ends_on=date(2028, 6, 30)).save()


def test_a_contract_runs_forward_keeps_its_probation_inside_and_names_its_people():
    line = make_line()
    assert refusal(make_contract(line, ends_on=date(2024, 7, 1)).save) == ("contract_ends_after_it_starts", "期满日须晚于用工之日。")
    outside = make_contract(line, probation_ends_on=date(2027, 7, 1))
    assert refusal(outside.save) == ("probation_lies_within_the_contract", "试用期须在合同期限之内。")
    nameless = make_contract(line, signed_on=date(2024, 7, 1))
    assert refusal(nameless.save) == ("signed_contract_names_its_people", "已签订的合同须记明双方。")
    ended = make_contract(line, ended_on=date(2024, 7, 1), ended_ground="deceit")
    assert refusal(ended.save) == ("ended_contract_was_signed_and_says_why", "解除的须是已签订的合同，并写明事由。")
    alone = make_contract(line, assistant=make_assistant(line.plan.county))
    alone.signed_by = alone.prepared_by
    assert refusal(alone.save) == ("contract_signed_by_another", "拟定人与签订人不能是同一人。")


def test_a_county_has_one_plan_a_year():
    plan = make_plan()
    again = QuotaPlan(county=plan.county, year=plan.year, entered_by=plan.entered_by, saved_at=plan.saved_at)
    assert refusal(again.save) == ("one_plan_per_county_year_and_edition", "本县该年度已有数额核定方案，请打开原有方案继续填写。")


def test_a_draft_may_still_be_thrown_away():
    plan = make_plan()
    plan.delete()
    assert not QuotaPlan.objects.filter(pk=plan.pk).exists()


def test_an_account_that_is_not_named_by_a_constraint_keeps_its_own_error():
    """Only refusals with words become sentences; a fault of ours stays a fault."""
    user = make_user(Role.CITY)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make_user(Role.CITY, name="甲").__class__.objects.filter(role=Role.CITY).exclude(pk=user.pk).update(username=user.username)
    assert prevented_by(caught.value) is None
