"""Every named constraint of bureaus, written past every form and action."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from bureaus.models import ClockShift, JudicialOffice, Message, OfficeChange, OutboxItem, User
from policy.powers import Role
from tests.bureaus.factories import NOW
from tests.staffing.factories import make_county, make_office, make_user

pytestmark = pytest.mark.django_db


def user(**fields):
    User.objects.create(**{"username": "某人", "name": "某人", "role": Role.APPLICANT, "date_joined": NOW} | fields)


def letter(recipient):
    Message.objects.create(recipient=recipient, letter="stage_decided", about="x:1", subject="标题", body="正文", sent_at=NOW)


def same_office_name():
    county = make_county()
    make_office(county, "同名司法所")
    JudicialOffice.objects.create(county=county, name="同名司法所", town="另一镇", code="140399999")


def same_letter():
    recipient = make_user(Role.APPLICANT)
    letter(recipient)
    letter(recipient)


def office(**fields):
    row = make_office(make_county())
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def change(**fields):
    stands = make_office(make_county())
    words = {"office": stands, "day": NOW.date(), "by": make_user(Role.OPERATOR), "at": NOW}
    OfficeChange.objects.create(**(words | fields))


def merged_into_itself():
    itself = office(closed_on=NOW.date())
    itself.merged_into = itself
    itself.save()


ATTACKS = {
    "office_closes_after_it_opens": lambda: office(opened_on=NOW.date(), closed_on=NOW.date()),
    "merged_office_is_closed": merged_into_itself,
    "renaming_keeps_both_names": lambda: change(kind="renamed", new_name="新名"),
    "merger_names_where_to": lambda: change(kind="merged"),
    "only_one_clock_shift": lambda: ClockShift.objects.create(pk=2, shift=timedelta(days=1)),
    "one_office_name_per_county": same_office_name,
    "one_account_per_phone": lambda: (user(phone_hash="a" * 64), user(username="另一人", phone_hash="a" * 64)),
    "county_staff_have_a_county": lambda: user(role=Role.COUNTY_CLERK),
    "office_staff_have_an_office": lambda: user(role=Role.OFFICE, county=make_county()),
    "one_letter_per_recipient_and_matter": same_letter,
    "one_job_per_matter": lambda: [OutboxItem.objects.create(job="job", about="x:1", queue="notices", due=NOW) for _ in range(2)],
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_by_name(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ATTACKS[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_every_named_constraint_is_attacked():
    named = {constraint.name for model in apps.get_app_config("bureaus").get_models() for constraint in model._meta.constraints}
    assert named == set(ATTACKS)


def test_an_office_that_stands_is_merged_into_none():
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        office(merged_into=make_office(make_county()))
    assert refused.value.__cause__.diag.constraint_name == "merged_office_is_closed"


def test_the_history_of_offices_is_append_only():
    change(kind="closed")
    for write in (lambda: OfficeChange.objects.update(basis="另行"), lambda: OfficeChange.objects.all().delete()):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write()
        assert refused.value.__cause__.diag.constraint_name == "bureaus_officechange_append_only"
