"""在册辅助人员: one stretch of service at a time city-wide, as of a day, and the only door to the internal track."""

from datetime import date

import pytest
from django.db import connection

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import AuditEvent
from bureaus.tenancy import Stale
from policy.powers import Role
from staffing import actions
from staffing.actions.auxiliaries import PLAIN
from staffing.models import Auxiliary, identity_hash
from tests.staffing.factories import NOW, city, make_assistant, make_auxiliary, make_county, make_line, make_number, make_office, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

TWICE = "该人员在这段时间内已在全市的在册辅助人员名单中，请先核对原登记的离岗日期。"


def facts_of(auxiliary, **changes):
    return actions.AuxiliaryFacts(**({name: getattr(auxiliary, name) for name in (*PLAIN, "id_number")} | changes))


def change(auxiliary, *, by=None, seen=None, **changes):
    return actions.change_auxiliary(
        auxiliary=auxiliary,
        facts=facts_of(auxiliary, **changes),
        by=by or staff(auxiliary.county, Role.COUNTY_CLERK),
        seen=auxiliary.version if seen is None else seen,
        now=NOW,
    )


def test_a_number_is_read_kept_sealed_and_tells_the_sex():
    number = make_number()
    auxiliary = make_auxiliary(id_number=f" {number.lower()} ")
    assert (auxiliary.id_number, auxiliary.id_last4) == (number, number[-4:])
    assert auxiliary.sex == ("男" if int(number[16]) % 2 else "女")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM staffing_auxiliary")
        assert number not in cursor.fetchone()[0]


def test_the_roster_is_asked_as_of_a_day():
    county = make_county()
    left = make_auxiliary(county, first_day=date(2020, 1, 1), last_day=date(2023, 12, 31))
    stays = make_auxiliary(county, first_day=date(2023, 6, 1))
    make_auxiliary()
    assert list(Auxiliary.objects.on_roster(county, date(2023, 12, 31))) == [left, stays]
    assert list(Auxiliary.objects.on_roster(county, date(2024, 1, 1))) == [stays]
    assert list(Auxiliary.objects.on_roster(county, date(2023, 5, 31))) == [left]


def test_the_door_opens_to_who_stands_on_that_countys_roster_on_that_day():
    auxiliary = make_auxiliary(first_day=date(2024, 1, 1), last_day=date(2024, 2, 29))
    other = make_county()

    def door(on, county=auxiliary.county, id_hash=auxiliary.id_hash):
        return Auxiliary.objects.door(id_hash=id_hash, county=county, on=on)

    assert [door(day) for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29), date(2024, 3, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert door(date(2024, 1, 15), county=other) is False
    assert door(date(2024, 1, 15), id_hash=identity_hash(make_number())) is False
    assert door(date(2024, 1, 15), id_hash="") is False


def test_nobody_stands_on_two_rosters_at_once_and_the_refusal_names_no_county():
    auxiliary = make_auxiliary(last_day=date(2024, 1, 31))
    other = make_county()
    with refused(Prevented, TWICE):
        make_auxiliary(other, id_number=auxiliary.id_number, first_day=date(2024, 1, 31))
    moved = make_auxiliary(other, id_number=auxiliary.id_number, first_day=date(2024, 2, 1))
    with refused(Prevented, TWICE):
        change(auxiliary, last_day=None)
    assert list(Auxiliary.objects.serving(date(2024, 2, 1))) == [moved]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"id_number": "140302920229001"}, "这是15位的旧身份证号，已停止使用，请填写第二代居民身份证上的18位号码。"),
        ({"id_number": "140302199202290018"}, "身份证号校验不通过，有一位可能输错了，请对照身份证逐位核对。"),
        ({"first_day": date(2024, 3, 5)}, "到岗日期不能晚于今天，到岗后再登记。"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(facts, sentence):
    with refused(Impossible, sentence):
        make_auxiliary(**facts)


def test_a_change_is_by_version_and_the_trail_names_columns_alone():
    auxiliary = make_auxiliary()
    with pytest.raises(Stale):
        change(auxiliary, seen=0, party_member=True)
    with refused(Impossible, "没有改动，不需要保存。"):
        change(auxiliary)
    changed = change(auxiliary, party_member=True, id_number=make_number())
    assert (changed.party_member, changed.version) == (True, 2)
    assert AuditEvent.objects.get(verb="change_auxiliary").details == {"columns": ["party_member", "id_number"], "version": 2}


def test_only_the_countys_clerk_enters_and_changes():
    auxiliary = make_auxiliary()
    county = auxiliary.county
    for by in (staff(county, Role.COUNTY_HEAD), staff(county, Role.COUNTY_HR), city(), staff(make_county(), Role.COUNTY_CLERK)):
        with pytest.raises(Refused):
            change(auxiliary, by=by, party_member=True)
    facts = facts_of(auxiliary, id_number=make_number(), office=None)
    with refused(Impossible, "只能登记本县（区）的在册辅助人员。"):
        actions.enter_auxiliary(county=make_county(), facts=facts, by=staff(county, Role.COUNTY_CLERK), now=NOW)


def test_a_contract_takes_somebody_off_the_auxiliaries_the_day_before():
    line = make_line(planned_public=3)
    auxiliary = make_auxiliary(line.plan.county)
    make_assistant(line, id_number=auxiliary.id_number, starts_on=date(2024, 3, 1))
    auxiliary.refresh_from_db()
    assert auxiliary.last_day == date(2024, 2, 29)
    assert not Auxiliary.objects.door(id_hash=auxiliary.id_hash, county=auxiliary.county, on=date(2024, 3, 1))
    with refused(Impossible, "这个人在这段时间内是本县（区）司法协理员，不登记为辅助人员。"):
        change(auxiliary, last_day=None)


def test_a_sheet_is_taken_whole_or_not_at_all():
    auxiliary = make_auxiliary()
    clerk = staff(auxiliary.county, Role.COUNTY_CLERK)
    new = facts_of(auxiliary, id_number=make_number(), name="新来的")
    changed = [(auxiliary, facts_of(auxiliary, party_member=True))]
    with refused(Prevented, TWICE):
        actions.import_auxiliaries(county=auxiliary.county, new=[new, new], changed=changed, by=clerk, now=NOW)
    assert (Auxiliary.objects.count(), Auxiliary.objects.get().party_member) == (1, None)
    assert actions.import_auxiliaries(county=auxiliary.county, new=[new], changed=changed, by=clerk, now=NOW) == 2


# ---- past the forms and the verbs ----


def test_the_database_holds_the_same_rules():
    auxiliary = make_auxiliary()
    copy = Auxiliary.objects.get()
    copy.pk, copy.county = None, make_county()
    copy.office = None
    assert refusal(lambda: copy.save(force_insert=True)) == ("one_auxiliary_entry_at_a_time", TWICE)
    write = sql("UPDATE staffing_auxiliary SET last_day = '2019-12-31' WHERE id = %s", auxiliary.pk)
    assert refusal(write) == ("auxiliary_leaves_after_coming", "离岗日期不能早于到岗日期。")
    write = sql("UPDATE staffing_auxiliary SET office_id = %s WHERE id = %s", make_office(make_county()).pk, auxiliary.pk)
    assert refusal(write) == ("auxiliary_at_home", "在册辅助人员只能登记在本县（区）的司法所。")


def test_without_the_trigger_the_office_could_be_anywhere():
    """The control of the last line above."""
    auxiliary = make_auxiliary()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_auxiliary DISABLE TRIGGER auxiliary_at_home")
        cursor.execute("UPDATE staffing_auxiliary SET office_id = %s WHERE id = %s", [make_office(make_county()).pk, auxiliary.pk])
        assert cursor.rowcount == 1
