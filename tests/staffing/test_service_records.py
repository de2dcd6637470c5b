"""What is recorded of an assistant in service: by whom, never doubled, never rewritten, sealed where it must be."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import AuditEvent
from bureaus.tenancy import Stale
from policy.people import Education
from policy.powers import Role
from staffing import actions
from staffing.models import Assistant, Conclusion, HealthCheck, Training
from tests.staffing.factories import NOW, city, make_assistant, make_county, make_line, make_user, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

KEPT = ("record_kept", "登记过的记录不能修改或删除。登错了的，请作废后重新登记。")
SECRET = "心电图异常，建议复查"


def clerk_of(assistant):
    return staff(assistant.county, Role.COUNTY_CLERK)


def train(assistant, *, by=None, **facts):
    facts = {"held_on": date(2024, 3, 2), "topic": "岗前培训", "hours": Decimal("16.0"), "organiser": "县司法局"} | facts
    return actions.enter_training(assistant=assistant, **facts, by=by or clerk_of(assistant), now=NOW)


def examine(assistant, *, by=None, **facts):
    facts = {"checked_on": date(2024, 3, 2), "conclusion": Conclusion.UNFIT, "details": SECRET} | facts
    return actions.enter_health_check(assistant=assistant, **facts, by=by or clerk_of(assistant), now=NOW)


def contact(**facts):
    return actions.Contact(**({"phone": "13900000000", "address": "演示路 2 号"} | facts))


def test_contact_facts_are_corrected_and_the_trail_names_columns_alone():
    assistant = make_assistant(education=Education.COLLEGE, school="山西大学")
    actions.correct_assistant(
        assistant=assistant,
        contact=contact(education=Education.BACHELOR, school="山西大学"),
        by=clerk_of(assistant),
        seen=assistant.version,
        now=NOW,
    )
    corrected = Assistant.objects.get()
    assert (corrected.phone, corrected.education, corrected.version) == ("13900000000", Education.BACHELOR, 2)
    assert AuditEvent.objects.get(verb="correct_assistant").details == {"columns": ["phone", "address", "education"], "version": 2}


def test_a_correction_of_an_older_version_is_refused():
    assistant = make_assistant()
    with pytest.raises(Stale):
        actions.correct_assistant(assistant=assistant, contact=contact(), by=clerk_of(assistant), seen=0, now=NOW)


def test_a_correction_that_changes_nothing_is_none():
    assistant = make_assistant()
    same = actions.Contact(phone=assistant.phone, address=assistant.address)
    with refused(Impossible, "没有改动，不需要保存。"):
        actions.correct_assistant(assistant=assistant, contact=same, by=clerk_of(assistant), seen=assistant.version, now=NOW)


@pytest.mark.parametrize("role", [Role.COUNTY_HEAD, Role.COUNTY_HR])
def test_only_the_clerk_of_the_county_records(role):
    assistant = make_assistant()
    for by in (staff(assistant.county, role), staff(make_county(), Role.COUNTY_CLERK), city()):
        with pytest.raises(Refused):
            train(assistant, by=by)
        with pytest.raises(Refused):
            examine(assistant, by=by)
        with pytest.raises(Refused):
            actions.correct_assistant(assistant=assistant, contact=contact(), by=by, seen=assistant.version, now=NOW)


def test_what_lies_ahead_has_not_taken_place():
    assistant = make_assistant()
    with refused(Impossible, "培训日期不能晚于今天。"):
        train(assistant, held_on=date(2024, 3, 5))
    with refused(Impossible, "检查日期不能晚于今天。"):
        examine(assistant, checked_on=date(2024, 3, 5))


def test_the_same_training_and_the_same_check_stand_once_until_voided():
    assistant = make_assistant()
    training, check = train(assistant), examine(assistant)
    with refused(Prevented, "这个人当天的同一项培训已经登记过，没有重复登记。"):
        train(assistant)
    with refused(Prevented, "这个人当天的健康检查已经登记过，没有重复登记。"):
        examine(assistant)
    actions.void_training(record=training, reason="学时登错", by=clerk_of(assistant), now=NOW)
    actions.void_health_check(record=check, reason="日期登错", by=clerk_of(assistant), now=NOW)
    again = train(assistant, hours=Decimal("8.5")), examine(assistant, conclusion=Conclusion.FIT)
    assert (Training.objects.standing().get(), HealthCheck.objects.standing().get()) == again
    assert (Training.objects.count(), HealthCheck.objects.count()) == (2, 2)


def test_voiding_says_why_and_is_done_once():
    training = train(make_assistant())
    by = clerk_of(training.assistant)
    with refused(Impossible, "请写明作废的理由。"):
        actions.void_training(record=training, reason=" ", by=by, now=NOW)
    actions.void_training(record=training, reason="登错", by=by, now=NOW)
    with refused(Impossible, "这条记录已经作废，没有重复办理。"):
        actions.void_training(record=training, reason="登错", by=by, now=NOW)


def test_a_sheet_of_trainings_is_taken_whole_or_not_at_all():
    assistant = make_assistant()
    row = (assistant, date(2024, 3, 2), "岗前培训", Decimal(8), "县司法局")
    with pytest.raises(Prevented):
        actions.import_training(rows=[row, row], by=clerk_of(assistant), now=NOW)
    assert (Training.objects.count(), AuditEvent.objects.filter(verb="enter_training").count()) == (0, 0)
    assert actions.import_training(rows=[row], by=clerk_of(assistant), now=NOW) == 1


def test_what_a_check_found_is_sealed_and_opened_by_named_roles_with_a_trace():
    check = examine(make_assistant())
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM staffing_healthcheck")
        assert SECRET not in cursor.fetchone()[0]
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD):
        by = staff(check.assistant.county, role)
        assert actions.read_health_check(record=check, occasion="recheck", by=by, now=NOW) == SECRET
    office = make_user(Role.OFFICE, check.assistant.county, office=check.assistant.postings.get().office)
    for by in (staff(check.assistant.county, Role.COUNTY_HR), city(), office, make_user(Role.DISCIPLINE)):
        with pytest.raises(Refused):
            actions.read_health_check(record=check, occasion="recheck", by=by, now=NOW)
    told = AuditEvent.objects.filter(verb="read_health_check")
    assert [event.details["occasion"] for event in told] == ["recheck", "recheck"]


def test_full_numbers_are_shown_to_the_bureau_with_a_trace_and_to_nobody_else():
    assistant = make_assistant(id_number="140302199202290017")
    shown = actions.reveal_assistant(assistant=assistant, occasion="contract", by=staff(assistant.county, Role.COUNTY_HEAD), now=NOW)
    assert (shown.id_number, shown.phone) == ("140302199202290017", "13800000000")
    with pytest.raises(Refused):
        actions.reveal_assistant(assistant=assistant, occasion="contract", by=city(), now=NOW)
    assert AuditEvent.objects.get(verb="reveal_personal_data").details == {"occasion": "contract"}


def test_a_second_contract_keeps_what_it_does_not_tell():
    line = make_line(planned_public=3)
    facts = {"school": "山西大学", "major": "法学", "education": Education.BACHELOR, "id_number": "140302199202290017"}
    make_assistant(line, **facts)
    again = make_assistant(line, id_number=facts["id_number"], phone="13900000000", starts_on=date(2027, 3, 1), probation_months=0)
    assert (again.school, again.phone, again.version, Assistant.objects.count()) == ("山西大学", "13900000000", 2, 1)
    assert again.postings.count() == 1


# ---- past the forms and the verbs ----


def test_records_are_neither_changed_nor_deleted_past_the_verbs():
    assistant = make_assistant()
    for row, column in ((train(assistant), "hours = 99"), (examine(assistant), "conclusion = 'fit'")):
        table = row._meta.db_table
        assert refusal(sql(f"UPDATE {table} SET {column} WHERE id = %s", row.pk)) == KEPT
        assert refusal(sql(f"DELETE FROM {table} WHERE id = %s", row.pk)) == KEPT


def test_without_the_trigger_they_would_be():
    """The control: the test above measures the trigger and nothing else."""
    row = train(make_assistant())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_training DISABLE TRIGGER record_kept")
        cursor.execute("UPDATE staffing_training SET hours = 99 WHERE id = %s", [row.pk])
        cursor.execute("ALTER TABLE staffing_training ENABLE TRIGGER record_kept")
    row.refresh_from_db()
    assert row.hours == 99


def test_a_voided_row_says_why_and_who():
    assistant = make_assistant()
    for row, name in ((train(assistant), "training"), (examine(assistant), "health_check")):
        write = sql(f"UPDATE {row._meta.db_table} SET voided_at = now() WHERE id = %s", row.pk)
        assert refusal(write) == (f"voided_{name}_says_why", "作废须写明理由。")


def test_a_training_takes_hours_and_stands_once_past_the_verbs():
    row = train(make_assistant())
    row.pk, row.topic, row.hours = None, "另一项", 0
    assert refusal(lambda: row.save(force_insert=True)) == ("training_takes_hours", "学时须大于 0，且不超过 500。")
    row.pk, row.topic, row.hours = None, "岗前培训", 1
    assert refusal(lambda: row.save(force_insert=True))[0] == "one_training_per_day_and_topic"
    check = examine(row.assistant)
    check.pk = None
    assert refusal(lambda: check.save(force_insert=True))[0] == "one_health_check_per_day"
