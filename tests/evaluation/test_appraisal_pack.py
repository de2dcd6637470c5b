"""The pack of all sheets: made by the worker with its progress, one page a person at least, and frozen as one PDF."""

import pypdfium2
import pytest
from django.urls import reverse

from bureaus.acts import Impossible
from bureaus.models import OutboxItem
from evaluation import actions
from evaluation.appraisal_papers import facts, sheets_of
from evaluation.models import AppraisalPack
from evaluation.tasks import make_appraisal_pack
from policy.powers import Role
from tests.evaluation.appraisal_factories import THEN, make_confirmed_period, make_marked_period, make_people
from tests.staffing.factories import staff
from tests.staffing.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]


def ask_pack(period):
    return actions.ask_appraisal_pack(period=period, by=staff(period.county, Role.COUNTY_CLERK), now=THEN)


def test_a_pack_is_asked_for_once_after_the_decision():
    with refused(Impossible, "等次审定以后才能生成登记表汇编。"):
        ask_pack(make_marked_period(make_people(1)))
    period = make_confirmed_period(make_people(1))
    assert ask_pack(period) == ask_pack(period)
    assert OutboxItem.objects.filter(job="make_appraisal_pack").count() == 1


def test_the_worker_makes_it_and_the_page_tells_how_far_it_has_come(client):
    period = make_confirmed_period(make_people(3))
    pack = ask_pack(period)
    client.force_login(staff(period.county, Role.COUNTY_CLERK))
    actions.note_progress(pack=pack, done=2)
    progress = client.get(reverse("evaluation:period_pack_progress", args=[period.pk])).content.decode()
    assert ("2/3" in progress, "hx-trigger" in progress) == (True, True)
    assert client.get(reverse("evaluation:pack_pdf", args=[pack.pk])).status_code == 404
    make_appraisal_pack(pack.pk)
    make_appraisal_pack(pack.pk)
    pack = AppraisalPack.objects.get()
    answer = client.get(reverse("evaluation:pack_pdf", args=[pack.pk]))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)]
    assert (pack.done, answer["Content-Type"], len(pages)) == (3, "application/pdf", 3)
    for number, text in enumerate(pages, 1):
        assert f"演示协理员{number}" in text


def test_a_sheet_says_what_was_decided():
    period = make_confirmed_period(make_people(1))
    told = facts(sheets_of(period).get(), [])
    assert (told["grade"], told["total"], told["marks"][0]["five"]) == ("合格", "90.00", ["90.00"] * 5)
