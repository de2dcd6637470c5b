"""The pages of internal selection past the story in a browser: who sees what, what a table may not say, how many queries a list asks."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bureaus import clock
from policy.powers import Role
from recruitment import actions
from recruitment.models import Application, Opinion
from tests.bureaus.factories import make_person
from tests.recruitment import internal
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import OPEN, make_announced_round, make_picture
from tests.recruitment.internal import ASSESSED
from tests.staffing.factories import make_county, staff
from tests.staffing.queries import queries_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

LIST = "/desk/assessment/"


def test_an_office_sees_its_own_people_and_nobody_elses():
    round = internal.make_assessment_round(people=1)
    application = Application.objects.get(round=round)
    page = f"{LIST}{application.pk}/"
    own, other = signed_in(internal.office_of(round)), signed_in(make_person(Role.OFFICE, make_county()))
    assert application.name in text(get(own, LIST, now=ASSESSED))
    assert get(own, page, now=ASSESSED).status_code == 200
    assert application.name not in text(get(other, LIST, now=ASSESSED))
    assert get(other, page, now=ASSESSED).status_code == 404
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR):
        assert get(desk_of(round.county, role), page, now=ASSESSED).status_code == 403


def test_the_list_of_an_office_asks_as_often_for_three_as_for_one():
    asked = []
    for people in (1, 3):
        round = internal.make_assessment_round(people=people)
        internal.give_opinions(round)
        office = signed_in(internal.office_of(round))
        assert text(get(office, LIST, now=ASSESSED)).count("已填写") == people
        with clock.standing_at(ASSESSED):
            asked.append(queries_of(office, LIST))
    assert asked == [2, 2]


def table(office, change):
    """The office's table as it goes out, changed by somebody."""
    book = openpyxl.load_workbook(BytesIO(get(office, f"{LIST}template/", now=ASSESSED).content))
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("报名序号"))
    change(sheet, header[0].row + 1)
    held = BytesIO()
    book.save(held)
    return {"file": SimpleUploadedFile("意见.xlsx", held.getvalue())}


def test_a_table_that_names_a_stranger_or_a_mark_too_high_saves_nothing_and_says_where():
    round = internal.make_assessment_round(people=1)
    office = signed_in(internal.office_of(round))

    def spoil(sheet, row):
        sheet.cell(row, 1).value = "YQ2024-99-000001"
        for column in range(3, 8):
            sheet.cell(row, column).value = 80

    page = text(post(office, f"{LIST}upload/", table(office, spoil), now=ASSESSED))
    assert "报名序号 YQ2024-99-000001 不在本所正在考核的名单内。" in page

    def too_high(sheet, row):
        for column in range(3, 8):
            sheet.cell(row, column).value = 101

    assert "有 5 处需要改正，没有保存" in text(post(office, f"{LIST}upload/", table(office, too_high), now=ASSESSED))
    assert "只能上传" in text(post(office, f"{LIST}upload/", {"file": SimpleUploadedFile("a.xlsx", b"not a table")}, now=ASSESSED))
    assert not Opinion.objects.exists()


def test_a_round_of_internal_selection_has_no_opening_ratio_panel_or_interview():
    round = internal.make_internal_round()
    clerk = desk_of(round.county)
    for name in ("round_openings", "panel"):
        assert get(clerk, reverse(f"recruitment:{name}", args=[round.pk]), now=OPEN).status_code == 404
    for stage in ("written_exam", "interview"):
        assert get(clerk, reverse("recruitment:scores", args=[round.pk, stage]), now=OPEN).status_code == 404
    public = make_announced_round()
    for stage in ("assessment", "exam"):
        assert get(desk_of(public.county), reverse("recruitment:scores", args=[public.pk, stage]), now=OPEN).status_code == 404


def test_internal_selection_has_no_opening_ratio():
    round = internal.make_internal_round()
    vacancy = round.vacancies.first()
    desk = desk_of(round.county)
    for name, key in (("round_openings", round.pk), ("vacancy_opening", vacancy.pk)):
        assert get(desk, reverse(f"recruitment:{name}", args=[key]), now=OPEN).status_code == 404
    by = staff(round.county, Role.COUNTY_CLERK)
    with refused(actions.Impossible, "现有专职辅助人员择优选聘没有开考比例，不用作这项决定。"):
        actions.propose_opening(vacancy=vacancy, outcome="cancel", reason="", by=by, now=OPEN)


def test_pages_and_papers_that_belong_to_the_other_track_are_not_there():
    round = internal.make_internal_round()
    application = internal.draft(round, internal.make_serving(round))
    client = signed_in(application.applicant)
    for section in ("residence", "experience"):
        assert get(client, reverse("recruitment:section", args=[application.pk, section]), now=OPEN).status_code == 404
    papers = reverse("recruitment:papers", args=[application.pk])
    assert 'name="residence"' not in text(get(client, papers, now=OPEN))
    before = application.attachments.count()
    post(client, papers, {"residence": make_picture()}, now=OPEN)
    assert application.attachments.count() == before
