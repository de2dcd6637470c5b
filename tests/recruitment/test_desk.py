"""The desk: what waits for each role, and the city's intakes."""

from datetime import timedelta

import pytest

from bureaus import clock
from policy.powers import Role
from recruitment import actions, desk
from recruitment.models import Intake
from tests.recruitment.desks import desk_of, get, signed_in, text
from tests.recruitment.factories import DRAWN_UP, OPEN, make_announced_round, make_application, make_round
from tests.staffing.factories import city, make_county, make_submitted_plan, make_user, staff

pytestmark = pytest.mark.django_db


def waiting(user, now=OPEN):
    return [(task.title, task.count) for task in desk.tasks(user, now)]


def test_a_clerk_reviews_what_was_submitted_and_another_confirms():
    application = make_application()
    clerk = staff(application.round.county, Role.COUNTY_CLERK)
    assert ("审查报名", 1) in waiting(clerk)
    answers = {"conduct": True, "skills": True, "discipline": True}
    actions.enter_review(
        application=application, decision="passed", answers=answers, reason="", sentence="", by=clerk, seen=application.version, now=OPEN
    )
    assert ("审查报名", 1) not in waiting(clerk)
    assert ("复核审查意见", 1) not in waiting(clerk)
    assert ("复核审查意见", 1) in waiting(make_user(Role.COUNTY_CLERK, application.round.county))
    assert ("复核审查意见", 1) in waiting(staff(application.round.county, Role.COUNTY_HR))


def test_what_waits_longer_than_48_hours_is_overdue_and_comes_first():
    application = make_application()
    clerk = staff(application.round.county, Role.COUNTY_CLERK)
    first = desk.tasks(clerk, OPEN + timedelta(hours=49))[0]
    assert (first.title, first.hint, first.late) == ("审查报名", "最早的已等待 49 小时", True)
    assert not any(task.late for task in desk.tasks(clerk, OPEN + timedelta(hours=48)))


def test_each_signatory_sees_the_notice_until_it_is_signed():
    round = make_round()
    clerk, head, hr = (staff(round.county, role) for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR))
    notice = actions.prepare_notice(round=round, kind="announcement", by=clerk, now=DRAWN_UP)
    task = next(task for task in desk.tasks(head, DRAWN_UP) if task.title == "签发公告公示")
    assert (task.count, task.url) == (1, f"/desk/notices/{notice.pk}/")
    notice = actions.sign_notice(notice=notice, by=head, seen=notice.version, now=DRAWN_UP)
    assert ("签发公告公示", 1) not in waiting(head, DRAWN_UP)
    assert ("会签公告公示", 1) in waiting(hr, DRAWN_UP)
    assert ("发布已签齐的公告公示", 1) not in waiting(clerk, DRAWN_UP)
    actions.sign_notice(notice=notice, by=hr, seen=notice.version, now=DRAWN_UP)
    assert ("发布已签齐的公告公示", 1) in waiting(clerk, DRAWN_UP)


def test_the_city_sees_the_plans_that_wait_for_it():
    make_submitted_plan()
    assert waiting(city()) == [("审核备案数额核定方案", 1)]


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.CITY, "县（区）上报数额核定方案后，会出现在这里。"),
        (Role.COUNTY_CLERK, "有人报名、有意见要复核、公告签齐时，会出现在这里。"),
        (Role.COUNTY_HEAD, "经办人送签公告、送报方案、拟好合同时，会出现在这里。"),
        (Role.COUNTY_HR, "司法局送来会签的方案和公告、复核过的成绩，会出现在这里。"),
        (Role.OFFICE, "本所的司法协理员到岗后，可以在花名册里查看。"),
        (Role.DISCIPLINE, "您可以随时查看招聘进展、花名册和操作留痕。"),
    ],
)
def test_an_empty_desk_says_what_comes_next(role, sentence):
    county = None if role in (Role.CITY, Role.DISCIPLINE) else make_county()
    user = make_user(role, county, office=county.offices.first() if role is Role.OFFICE else None)
    page = text(get(signed_in(user), "/desk/"))
    assert "今天没有要办的事" in page
    assert sentence in page


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.ASSISTANT])
def test_people_from_outside_have_no_desk(role):
    assert get(signed_in(make_user(role)), "/desk/").status_code == 403


def test_another_county_s_work_stands_on_no_desk():
    make_application()
    other = make_county()
    assert waiting(staff(other, Role.COUNTY_CLERK)) == []


def test_the_desk_asks_no_more_with_three_applications_than_with_one(django_assert_num_queries):
    round = make_announced_round()
    clerk = staff(round.county, Role.COUNTY_CLERK)
    client = signed_in(clerk)
    for people in (1, 2):
        for _ in range(people):
            make_application(round)
        with clock.standing_at(OPEN):
            client.get("/desk/")
            with django_assert_num_queries(DESK_QUERIES):
                assert client.get("/desk/").status_code == 200


DESK_QUERIES = 35  # of them ten about people in service: contracts, files of those who left, transfers, appraisal, discipline


def test_the_city_opens_an_intake_and_ends_it():
    client = signed_in(city())
    with clock.standing_at(DRAWN_UP):
        answer = client.post("/desk/intakes/", {"title": "2024年第一次公开招聘", "track": "public"}, follow=True)
        assert "“2024年第一次公开招聘”已开放，县（区）可以在其中建立批次。" in answer.content.decode()
        intake = Intake.objects.get()
        page = client.get(f"/desk/intakes/{intake.pk}/close/").content.decode()
        assert "县（区）不能再在这个招聘期里建立新批次。" in page
        assert "已经建立的 0 个批次照常进行到底。" in page
        client.post(f"/desk/intakes/{intake.pk}/close/")
    intake.refresh_from_db()
    assert intake.closed_at == DRAWN_UP


def test_an_intake_of_the_same_name_is_refused_in_one_sentence():
    actions.open_intake(title="2024年第一次公开招聘", track="public", by=city(), now=DRAWN_UP)
    client = signed_in(city())
    with clock.standing_at(DRAWN_UP):
        page = client.post("/desk/intakes/", {"title": "2024年第一次公开招聘", "track": "public"}).content.decode()
    assert "已有同名的招聘期，请换一个名称。" in page
    assert Intake.objects.count() == 1


def test_only_the_city_opens_intakes():
    assert get(desk_of(make_county()), "/desk/intakes/").status_code == 403
