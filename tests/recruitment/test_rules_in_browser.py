"""The pages around registration and its deadline, in a browser: axe finds nothing, and nothing sticks out, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import ClockShift
from policy.powers import Role
from recruitment import actions
from recruitment.models import CounterEntry, DailyFigure
from recruitment.registration import SECTIONS
from tests.looking import enter, faults
from tests.recruitment.factories import CLOSES, OPEN, fill_in, make_announced_round, make_application, make_draft
from tests.recruitment.internal import apply, make_internal_round, make_serving
from tests.recruitment.test_changes import prepare
from tests.recruitment.test_conditions import note
from tests.recruitment.test_corrections import opened
from tests.recruitment.test_counter import sign, typed
from tests.recruitment.test_openings import decide, propose
from tests.recruitment.test_registration_rules import review
from tests.recruitment.test_revocation import enter as draw_up_revocation
from tests.staffing.factories import make_county, staff

DECIDED = CLOSES + timedelta(hours=15)
PHONE = 375
WIDTHS = (PHONE, 1280)
CLOSED_PAGES = (
    ("tasks",),
    ("identity",),
    *(("section", section) for section in SECTIONS),
    ("papers",),
    ("declarations_part", 1),
    ("declarations_part", 2),
    ("check_answers",),
)


@pytest.fixture
def address(site):
    """The server, at the time the registration is open."""
    ClockShift.objects.create(pk=1, shift=OPEN - clock.now())
    return site


class Reader:
    """Somebody at a browser, who looks at each page at both widths, or at the ones named."""

    def __init__(self, page, address, user=None, widths=WIDTHS):
        self.page, self.address, self.widths = page, address, widths
        if user is not None:
            enter(page, address, user)

    def looks(self, name, *args, press="", query=""):
        """What axe finds on a page of recruitment, and how far it sticks out; after a button was pressed where one is named."""
        answer = self.page.goto(self.address + reverse(f"recruitment:{name}", args=args) + (query and f"?{query}"))
        assert answer.status == 200, (name, answer.status)
        if press:
            self.page.get_by_role("button", name=press, exact=True).click()
        return self.sees(f"{name}{'-pressed' if press else ''}-{'-'.join(map(str, args))}")

    def sees(self, picture):
        """The same of the page as it stands."""
        found = []
        for width in self.widths:
            self.page.set_viewport_size({"width": width, "height": 800})
            found += faults(self.page, f"rules/{picture}")
        return found


@pytest.mark.django_db(transaction=True)
def test_every_page_can_be_used_on_a_phone_and_on_a_desk(address, new_page):
    round = make_announced_round(make_county("盂县", offices=3))
    first, second = round.vacancies.all()[:2]
    mended = make_application(round, vacancy=first)
    approved = review(make_application(round, vacancy=second))
    revoked = review(make_application(round, vacancy=first))
    late = fill_in(make_draft(round))
    opened(mended, parts=("education", "papers"))
    signed = sign(typed(round))
    typed(round)
    DailyFigure.objects.bulk_create(
        DailyFigure(vacancy=vacancy, day=OPEN.date(), taken_at=OPEN, applied=number + 5, approved=number)
        for number, vacancy in enumerate(round.vacancies.all(), 1)
    )
    entries = {entry.application_id: entry.pk for entry in CounterEntry.objects.all()}
    clerk = Reader(new_page(), address, staff(round.county, Role.COUNTY_CLERK))
    assert clerk.looks("statistics", round.pk) == []
    assert clerk.looks("counter", round.pk) == []
    assert clerk.looks("application_correction", approved.pk) == []
    assert clerk.looks("application_correction", approved.pk, press="开放更正") == []
    assert clerk.looks("application_correction_end", mended.pk) == []
    assert clerk.looks("revocation", approved.pk) == []
    assert clerk.looks("revocation", approved.pk, press="拟定取消资格，交负责人审定") == []
    draw_up_revocation(revoked, OPEN)
    head = Reader(new_page(), address, staff(round.county, Role.COUNTY_HEAD))
    assert head.looks("revocation", revoked.pk) == []
    assert head.looks("revocation", revoked.pk, press="取消应聘资格") == []
    assert clerk.looks("notice_change", round.pk) == []
    assert clerk.looks("notice_change", round.pk, press="拟定变更公告") == []
    assert clerk.looks("desk_notice", prepare(round, introduction="欢迎应届毕业生报考。").pk) == []
    review(signed, "returned")
    assert clerk.looks("counter_entry", entries[signed.pk]) == []
    with clock.standing_at(OPEN):
        again = actions.reopen_at_counter(application=signed, by=staff(round.county, Role.COUNTY_CLERK), now=OPEN)
    assert clerk.looks("counter_entry", again.pk) == []
    assert Reader(new_page(), address).looks("posts", round.pk) == []
    filling = Reader(new_page(), address, late.applicant)
    assert filling.looks("declarations_part", late.pk, 1) == []
    filling.page.get_by_label("是，在下面写明").check()
    assert filling.sees("relatives") == []
    filling.page.get_by_role("button", name="保存并继续").click()
    assert "选了“是”的，请写明亲属的姓名、与您的关系、单位和职务。" in filling.page.inner_text("main")
    assert filling.sees("relatives-refused") == []
    assert clerk.looks("counter_form", round.pk) == []
    assert clerk.looks("counter_form", round.pk, press="保存并继续") == []
    applicant = Reader(new_page(), address, mended.applicant)
    assert applicant.looks("tasks", mended.pk) == []
    assert applicant.looks("my_application", mended.pk) == []

    ClockShift.objects.update(shift=DECIDED - OPEN + ClockShift.objects.get().shift)
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    closed = Reader(new_page(), address, late.applicant)
    for name, *args in CLOSED_PAGES:
        assert (name, *args, closed.looks(name, late.pk, *args)) == (name, *args, [])
        assert "截止。已填写的内容仍为您保存，可查看但不能再提交。" in closed.page.inner_text("main")
    assert closed.looks("my_application", late.pk) == []
    clerk = Reader(new_page(), address, staff(round.county, Role.COUNTY_CLERK))
    assert clerk.looks("vacancy_opening", second.pk) == []
    assert clerk.looks("vacancy_opening", second.pk, press="提出意见，交负责人审定") == []
    propose(second, switch_until=DECIDED + timedelta(hours=8))
    head = Reader(new_page(), address, staff(round.county, Role.COUNTY_HEAD))
    assert head.looks("openings_confirm", round.pk) == []
    assert head.looks("opening_return", second.pk) == []
    assert head.looks("opening_return", second.pk, press="退回修改") == []
    assert head.looks("round_openings", round.pk) == []
    decide(second, switch_until=DECIDED + timedelta(hours=8))
    assert clerk.looks("round_openings", round.pk) == []
    assert clerk.looks("round_notices", round.pk) == []
    switching = Reader(new_page(), address, approved.applicant)
    assert switching.looks("my_application", approved.pk) == []
    assert switching.looks("switch", approved.pk) == []
    assert switching.looks("switch", approved.pk, press="提交改报") == []


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_a_condition_can_be_used_on_a_phone_and_on_a_desk(address, new_page):
    round = make_internal_round(county=make_county("盂县"))
    application = apply(round, make_serving(round, insurance_movable=None, party_member=True, party_file_movable=None))
    clerk = Reader(new_page(), address, staff(round.county, Role.COUNTY_CLERK))
    assert clerk.looks("application", application.pk) == []
    assert clerk.looks("application_conditions", application.pk) == []
    assert clerk.looks("round_conditions", round.pk) == []
    assert clerk.looks("application_conditions", application.pk, press="登记附条件事项") == []
    condition = note(application)
    hr = Reader(new_page(), address, staff(round.county, Role.COUNTY_HR))
    assert hr.looks("application_conditions", application.pk) == []
    assert hr.looks("round_conditions", round.pk) == []
    assert hr.looks("round", round.pk) == []
    assert hr.looks("round_vacancies", round.pk) == []
    assert hr.looks("vacancies_export", round.pk, query="columns=choose") == []
    assert hr.looks("condition_met", condition.pk) == []
    assert hr.looks("condition_met", condition.pk, press="确认办结") == []
    assert Reader(new_page(), address, application.applicant).looks("my_application", application.pk) == []
