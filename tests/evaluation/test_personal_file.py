"""One page per person: the whole service in time order, for whoever may see each part of it; and the same on paper."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse

from bureaus import clock
from documents.models import OfficialPaper
from documents.tasks import render_paper
from evaluation import actions
from evaluation.contract_papers import ask_renewed_contract
from evaluation.personal_file import history, materials, papers
from policy.appraisal import Grade
from policy.powers import Role
from tests.evaluation.appraisal_factories import THEN, days, make_confirmed_period, make_people, sign
from tests.evaluation.conduct import confirmed, dismissing, given, served
from tests.evaluation.contracts import decided, left
from tests.evaluation.factories import answer, ask, fill_month, head_of, make_entry, make_serving, office_of
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.stages import make_calendar
from tests.staffing.contracts import at, drawn_up, head, hired
from tests.staffing.factories import city, make_county, make_user, staff
from tests.staffing.test_guards import refusal
from tests.staffing.test_service_records import examine, train

pytestmark = pytest.mark.django_db

FILED = ["司法协理员聘用合同", "续订劳动合同通知书", "2024年度考核登记表"]


@pytest.fixture
def person():
    """In service since March 2024: a leave, a training, a health check, a year's appraisal, a renewal."""
    make_calendar()
    (person,) = make_people(1, account=True)
    train(person)
    examine(person)
    answer(ask(person), by=head_of(person.postings.get().office))
    sign(make_confirmed_period([person]).appraisals.get())
    assert actions.finish_due_appraisals(now=days(11)) == 1
    decided(person.contracts.get())
    return person


def lines(person, user):
    return [(event.day, event.title) for event in history(person, user)]


def test_everything_stands_in_time_order(person):
    clerk = staff(person.county, Role.COUNTY_CLERK)
    said = lines(person, clerk)
    assert said == sorted(said, key=lambda line: line[0], reverse=True)
    assert sorted({title for _, title in said}) == ["健康检查", "到岗", "培训", "日志和考勤", "签订聘用合同", "续聘决定", "考核", "请假"]
    assert (date(2024, 12, 31), "考核") in said
    grade = next(event.words for event in history(person, clerk) if event.title == "考核")
    assert grade.endswith(f"年度考核：{Grade.COMPETENT.title}")


@pytest.mark.parametrize(("role", "unseen"), [(Role.COUNTY_HR, {"请假", "考核", "日志和考勤"}), (Role.CITY, {"请假", "日志和考勤"})])
def test_each_reader_sees_what_the_powers_table_gives(person, role, unseen):
    reader = city() if role is Role.CITY else staff(person.county, role)
    all_of_it = {title for _, title in lines(person, staff(person.county, Role.COUNTY_CLERK))}
    assert all_of_it - {title for _, title in lines(person, reader)} == unseen


def test_the_page_belongs_to_the_county_and_hides_the_number(person):
    page = text(get(desk_of(person.county), f"/evaluation/people/{person.pk}/"))
    assert "个人档案" in page
    assert person.id_number not in page
    assert get(desk_of(make_county("平定县")), f"/evaluation/people/{person.pk}/").status_code == 404
    assert get(signed_in(make_user(Role.APPLICANT)), f"/evaluation/people/{person.pk}/").status_code == 403


def test_the_file_on_paper_is_asked_once_for_what_stands(person):
    desk = desk_of(person.county)
    for _ in range(2):
        assert post(desk, f"/evaluation/people/{person.pk}/paper/", now=THEN).status_code == 200
    paper = OfficialPaper.objects.get(kind="personal_file")
    assert (paper.county, paper.person) == (person.county, person.person)
    assert person.id_number not in paper.source
    train(person, held_on=date(2024, 3, 3), topic="社区矫正实务")
    post(desk, f"/evaluation/people/{person.pk}/paper/", now=THEN)
    assert OfficialPaper.objects.filter(kind="personal_file").count() == 2
    assert post(desk_of(person.county, Role.COUNTY_HR), f"/evaluation/people/{person.pk}/paper/").status_code == 403


def test_the_file_holds_the_sheets_and_papers_themselves_behind_its_list(person):
    desk = desk_of(person.county)
    assert OfficialPaper.objects.filter(kind="appraisal_sheet").count() == 0  # nobody has asked for one yet
    post(desk, f"/evaluation/people/{person.pk}/paper/", now=THEN)
    filed = OfficialPaper.objects.get(kind="personal_file")
    assert [OfficialPaper.objects.get(pk=pk).title for pk in filed.attached] == FILED
    frozen = refusal(lambda: OfficialPaper.objects.filter(pk=filed.pk).update(attached=[]))
    assert frozen == ("documents_officialpaper_frozen", "公文定稿后不能修改，更正须另行制作。")
    address = reverse("documents:paper", args=[filed.code])
    assert "其中的文书已排版 0/3 份，全部排好后合成一份。" in text(get(desk, address))
    render_paper(filed.attached[1])
    assert "其中的文书已排版 1/3 份" in text(get(desk, address))
    render_paper(filed.pk)
    answered = get(desk, reverse("documents:paper_pdf", args=[filed.code]))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answered.content)]
    told = ("司法协理员个人档案", "乙方（劳动者）", "即将期满", "司法协理员2024年度考核登记表")
    where = [[number for number, page in enumerate(pages) if words in page][-1] for words in told]
    assert (where, where[-1]) == (sorted(set(where)), len(pages) - 1)


def test_a_longer_service_asks_no_more(person, django_assert_num_queries):
    clerk = staff(person.county, Role.COUNTY_CLERK)
    with django_assert_num_queries(13):
        history(person, clerk)
    for number in range(3):
        train(person, held_on=date(2024, 2, 20) + timedelta(days=number), topic=f"专题 {number}")
    with django_assert_num_queries(13):
        history(person, clerk)


def test_breaches_and_their_papers_are_for_who_keeps_discipline_and_for_the_person(person):
    incident = served(confirmed(person.contracts.earliest("pk"), date(2025, 2, 10), measure="warning"))
    clerk, hr = staff(person.county, Role.COUNTY_CLERK), staff(person.county, Role.COUNTY_HR)
    notice = OfficialPaper.objects.get(kind="incident_notice")
    told = f"书面警告：{incident.facts}（2025-02-10 送达）"
    assert [event.words for event in history(person, clerk) if event.title == "违规"] == [told]
    assert [event for event in history(person, hr) if event.title == "违规"] == []
    assert (notice in papers(person, clerk), notice in papers(person, hr)) == (True, False)
    page = text(get(signed_in(person.person), "/evaluation/service/", THEN))
    assert (notice.code in page, "书面警告通知书" in page) == (True, True)
    assert get(signed_in(person.person), reverse("documents:paper", args=[notice.code]), THEN).status_code == 200
    assert notice.code in text(get(desk_of(person.county), f"/evaluation/conduct/{incident.pk}/", THEN))


def test_a_contract_is_among_the_papers_whatever_its_edition():
    contract = hired()
    following = drawn_up(contract)
    ask_renewed_contract(following, now=at(date(2027, 1, 29)))
    kept = OfficialPaper.objects.get(kind="contract")
    assert kept.about == f"staffing.contract:{following.pk}:1"
    clerk = staff(contract.county, Role.COUNTY_CLERK)
    assert kept in papers(contract.assistant, clerk)
    assert "司法协理员聘用合同" in text(get(desk_of(contract.county), f"/evaluation/people/{contract.assistant_id}/"))
    assert kept not in papers(hired(contract.line).assistant, clerk)  # control: somebody else's


def test_log_and_attendance_stand_there_one_event_a_month():
    make_calendar()
    assistant = make_serving()
    office = office_of(assistant)
    with clock.standing_at(at(date(2024, 3, 31))):
        for day in (4, 5, 6):
            make_entry(assistant, day=date(2024, 3, day), now=at(date(2024, 3, 6)))
        answer(ask(assistant), by=head_of(office))
        fill_month(office)
    clerk, hr = staff(assistant.county, Role.COUNTY_CLERK), staff(assistant.county, Role.COUNTY_HR)
    told = [(event.day, event.words) for event in history(assistant, clerk) if event.title == "日志和考勤"]
    assert told == [(date(2024, 3, 1), "2024年3月：日志 3 条，出勤 20 天，请假 1 天")]
    assert [event for event in history(assistant, hr) if event.title == "日志和考勤"] == []


@pytest.mark.usefixtures("working_calendar")
def test_what_was_handed_in_stands_there_for_who_may_open_it():
    contract = hired()
    warned = confirmed(contract, date(2025, 2, 10), measure="warning")
    praised = given(contract)
    gone = left(contract)
    ended = dismissing(hired(contract.line), ground="serious", own_conduct=True, bad_influence=True)
    ended = actions.confirm_dismissal(dismissal=ended, by=head(contract), seen=ended.version, now=at(date(2026, 3, 20)))
    clerk, hr = staff(contract.county, Role.COUNTY_CLERK), staff(contract.county, Role.COUNTY_HR)

    def told(row, user=clerk):
        return [(each.title, each.url) for each in materials(row.assistant, user)]

    assert told(contract) == [
        (f"{gone.get_ground_display()}的书面材料", reverse("evaluation:departure_paper", args=[gone.pk])),
        ("2025年度优秀司法协理员表彰决定", reverse("evaluation:commendation_paper", args=[praised.pk])),
        ("书面警告的证据材料", reverse("evaluation:incident_evidence", args=[warned.pk])),
    ]
    assert told(ended.contract) == [
        ("解聘的证据材料", reverse("evaluation:dismissal_evidence", args=[ended.pk])),
        ("解聘通知工会的材料", reverse("evaluation:dismissal_union", args=[ended.pk])),
    ]
    assert (told(contract, hr), told(ended.contract, hr)) == ([], [])
    desk = desk_of(contract.county)
    page = text(get(desk, f"/evaluation/people/{contract.assistant_id}/"))
    for title, url in told(contract):
        assert (title in page, url in page, get(desk, url).status_code) == (True, True, 200)
