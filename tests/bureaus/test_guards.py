"""Every named constraint of bureaus, written past every form and action."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from bureaus.models import ClockShift, JudicialOffice, Message, OutboxItem, User
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


ATTACKS = {
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
