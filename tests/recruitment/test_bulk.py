"""批量通过: a preview that names who is left out and why, one confirmation, a list of results; and saved filters beside it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bureaus import clock
from policy.powers import Role
from recruitment import actions
from recruitment.models import Application, Entry, SavedView, Status
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import OPEN, make_announced_round, make_application
from tests.recruitment.test_review_pages import QUEUE_QUERIES
from tests.staffing.factories import make_county, make_user, staff

pytestmark = pytest.mark.django_db

announced = kept.once(make_announced_round)

BULK = "/desk/applications/bulk/"
ANSWERS = ("conduct", "skills", "discipline")


def picked(*applications):
    return {"chosen": [f"{one.pk}:{one.version}" for one in applications]}


def ticked(*applications):
    return {f"answer_{one.pk}_{key}": "on" for one in applications for key in ANSWERS}


def entered(application, decision="passed", **words):
    said = {"answers": dict.fromkeys(ANSWERS, True), "reason": "", "sentence": ""} | words
    with clock.standing_at(OPEN):
        clerk = staff(application.round.county, Role.COUNTY_CLERK)
        return actions.enter_review(application=application, decision=decision, by=clerk, seen=application.version, now=OPEN, **said)


def test_the_preview_names_who_goes_and_who_is_left_out_and_changes_nothing(announced):
    round = kept.again(announced)
    fit = make_application(round)
    too_old = make_application(round, born_on="19850101")
    decided = entered(make_application(round)).application
    page = text(post(desk_of(round.county), BULK, picked(fit, too_old, decided), now=OPEN))
    assert "批量通过：1 份" in page
    assert "录入初审“通过” 1 份，等另一位工作人员复核；复核之前可以撤回。" in page
    assert "自动核对不符合：年龄。请单独办理。" in page
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in page
    assert page.count('type="checkbox"') == 3
    assert Entry.objects.count() == 1


def test_only_what_was_answered_condition_by_condition_is_passed_and_the_rest_is_told(announced):
    round = kept.again(announced)
    answered, unanswered = (make_application(round) for _ in range(2))
    clerk = desk_of(round.county)
    sent = picked(answered, unanswered) | ticked(answered) | {"confirmed": "1"}
    page = text(post(clerk, BULK, sent, now=OPEN))
    assert "办成 1 份，没有办成 1 份，原因写在下面。" in page
    assert "还有 3 项没有核对：政治立场和品行、办公软件和表达能力、纪律性和基层适应。" in page
    entry = Entry.objects.get()
    assert (entry.application, entry.outcome, entry.answers) == (answered, "passed", dict.fromkeys(ANSWERS, True))
    again = text(post(clerk, BULK, sent, now=OPEN))
    assert "办成 0 份，没有办成 2 份" in again
    assert Entry.objects.count() == 1
    page = text(post(clerk, f"{BULK}undo/", picked(answered), now=OPEN))
    assert "已撤回 1 份初审意见，这些报名回到待审查。" in page
    assert not Entry.objects.exists()


def test_a_whole_batch_is_taken_back_from_the_list_within_ten_minutes_but_for_what_was_confirmed(announced):
    round = kept.again(announced)
    people = [make_application(round) for _ in range(3)]
    clerk = desk_of(round.county)
    sent = picked(*people) | ticked(*people) | {"confirmed": "1"}
    assert "10:10</time>以前，这里和列表上方都可以一起撤回" in text(post(clerk, BULK, sent, now=OPEN))
    hr = staff(round.county, Role.COUNTY_HR)
    first = people[0].entries.get()
    with clock.standing_at(OPEN):
        actions.confirm_entry(entry=first, by=hr, seen=first.seen, now=OPEN)
    last, over = OPEN + timedelta(minutes=9, seconds=59), OPEN + timedelta(minutes=10)
    assert "撤回刚才批量录入的 3 份初审意见" in text(get(clerk, "/desk/applications/", now=last))
    assert "撤回刚才批量录入" not in text(get(clerk, "/desk/applications/", now=over))
    assert "撤回刚才批量录入" not in text(get(desk_of(round.county, Role.COUNTY_HR), "/desk/applications/", now=last))
    page = text(post(clerk, f"{BULK}undo/", {"batch": "1"}, now=last))
    assert "已撤回 2 份初审意见，这些报名回到待审查。" in page
    assert "另有 1 份没有撤回：已经复核、已经退回，或者已经撤回过。" in page
    assert "撤回刚才批量录入" not in page
    stages = dict(Application.objects.values_list("pk", "stage"))
    assert [stages[one.pk] for one in people] == ["written_exam", "review", "review"]
    assert not Entry.objects.filter(stage="review", application__in=people[1:]).exists()
    assert "已撤回 0 份初审意见" in text(post(clerk, f"{BULK}undo/", {"batch": "1"}, now=last))


def test_all_boxes_are_ticked_at_once_without_script_and_still_nothing_is_passed(announced):
    round = kept.again(announced)
    people = [make_application(round) for _ in range(2)]
    page = text(post(desk_of(round.county), BULK, picked(*people) | {"fill": "1"}, now=OPEN))
    assert page.count("checked") == 6
    assert not Entry.objects.exists()


def test_the_second_person_confirms_many_and_never_a_refusal(announced):
    round = kept.again(announced)
    passed = [entered(make_application(round)).application for _ in range(2)]
    refused = entered(make_application(round), "failed", reason="education", sentence="学历查不到。").application
    waiting = make_application(round)
    hr = desk_of(round.county, Role.COUNTY_HR)
    page = text(post(hr, f"{BULK}?state=", {"all": "1"}, now=OPEN))
    assert "复核通过 2 份，立即生效，本人收到通知；不能撤销。" in page
    assert "初审意见是“不通过”，请单独办理。" in page
    assert "还没有初审意见。" in page
    page = text(post(hr, BULK, picked(*passed, refused, waiting) | {"confirmed": "1"}, now=OPEN))
    assert "办成 2 份，没有办成 2 份" in page
    stages = dict(Application.objects.values_list("pk", "stage"))
    assert [stages[one.pk] for one in (*passed, refused, waiting)] == ["written_exam", "written_exam", "review", "review"]


def test_one_that_changed_after_the_list_was_shown_is_left_out():
    application = make_application()
    Application.objects.filter(pk=application.pk).update(version=application.version + 1)
    sent = picked(application) | ticked(application) | {"confirmed": "1"}
    page = text(post(desk_of(application.round.county), BULK, sent, now=OPEN))
    assert "您查看后内容又有更新，这次操作没有保存。" in page
    assert not Entry.objects.exists()


def test_another_county_s_rows_are_not_among_them_and_an_empty_choice_is_told():
    application = make_application()
    other = desk_of(make_county())
    post(other, BULK, picked(application) | ticked(application) | {"confirmed": "1"}, now=OPEN)
    assert not Entry.objects.exists()
    page = text(post(desk_of(application.round.county), BULK, {"chosen": ["x", "1:", "9:9:9"]}, now=OPEN))
    assert "还没有勾选报名。" in page
    assert signed_in(application.applicant).post(BULK).status_code == 403


def test_the_preview_asks_no_more_with_three_rows_than_with_one(django_assert_num_queries, announced):
    round = kept.again(announced)
    clerk = desk_of(round.county)
    people = []
    for more in (1, 2):
        people += [make_application(round) for _ in range(more)]
        post(clerk, BULK, picked(*people), now=OPEN)
        with clock.standing_at(OPEN), django_assert_num_queries(PREVIEW_QUERIES):
            clerk.post(BULK, picked(*people))


PREVIEW_QUERIES = 6


# ---- undo, presence, saved filters ----


def test_an_opinion_is_taken_back_until_another_has_confirmed_it(announced):
    round = kept.again(announced)
    first = make_application(round)
    make_application(round)
    clerk = desk_of(round.county)
    sent = {f"answer_{key}": "yes" for key in ANSWERS} | {"decision": "passed", "seen": first.version}
    page = text(post(clerk, f"/desk/applications/{first.pk}/review/", sent, now=OPEN))
    assert f"撤回刚才对{first.name}的意见" in page
    assert f'action="/desk/applications/{first.pk}/take-back/"' in page
    page = text(post(clerk, f"/desk/applications/{first.pk}/take-back/", now=OPEN))
    assert f"{first.name}：已撤回“通过”，可以重新办理。" in page
    entry = entered(first)
    other = signed_in(make_user(Role.COUNTY_CLERK, round.county))
    assert "只有录入的人可以撤回自己的意见" in text(post(other, f"/desk/applications/{first.pk}/take-back/", now=OPEN))
    with clock.standing_at(OPEN):
        actions.confirm_entry(entry=entry, by=staff(round.county, Role.COUNTY_HR), seen=first.version, now=OPEN)
    taken = f"这条录入已由{staff(round.county, Role.COUNTY_HR).name}于 2024年3月26日 10:00 办结，结论为“通过”，您的操作没有保存。"
    assert taken in text(post(clerk, f"/desk/applications/{first.pk}/take-back/", now=OPEN))
    first.refresh_from_db()
    assert (first.stage, first.status) == ("written_exam", Status.ACTIVE)


def test_who_else_has_it_open_is_named_with_the_time_until_they_decide():
    application = make_application()
    county = application.round.county
    here = f"/desk/applications/{application.pk}/"
    reviewer = staff(county, Role.COUNTY_CLERK)
    assert "正在审核" not in text(get(signed_in(reviewer), here, now=OPEN))
    other = signed_in(make_user(Role.COUNTY_CLERK, county))
    page = text(get(other, here, now=OPEN))
    assert f"{reviewer.name}正在审核（" in page
    assert "10:00" in page
    sent = {f"answer_{key}": "yes" for key in ANSWERS} | {"decision": "passed", "seen": application.version}
    post(signed_in(reviewer), f"{here}review/", sent, now=OPEN)
    assert "正在审核" not in text(get(other, here, now=OPEN))


def test_the_queue_names_who_has_which_open_and_for_one_only_the_last(django_assert_num_queries, announced):
    round = kept.again(announced)
    first, second = make_application(round), make_application(round)
    reviewer, other = staff(round.county, Role.COUNTY_CLERK), make_user(Role.COUNTY_CLERK, round.county)
    desk, watching = signed_in(reviewer), signed_in(other)

    def marked(client):
        rows = text(get(client, "/desk/applications/", now=OPEN)).split("<tr>")[2:]
        said = f"{reviewer.name}正在审核<span"
        return [(application.name in row, said in row) for application, row in zip((first, second), rows, strict=True)]

    assert marked(watching) == [(True, False), (True, False)]
    get(desk, f"/desk/applications/{first.pk}/", now=OPEN)
    assert (marked(watching), marked(desk)) == ([(True, True), (True, False)], [(True, False), (True, False)])
    get(desk, f"/desk/applications/{second.pk}/", now=OPEN)
    assert marked(watching) == [(True, False), (True, True)]
    with clock.standing_at(OPEN), django_assert_num_queries(QUEUE_QUERIES + 1):  # the names
        watching.get("/desk/applications/")


def test_a_filter_is_kept_under_a_name_for_its_owner_alone_without_the_words_searched_for(announced):
    round = kept.again(announced)
    clerk = desk_of(round.county)
    save = reverse("recruitment:view_save")
    page = text(post(clerk, f"{save}?state=entered&q=张三&round={round.pk}", {"name": "待复核的"}, now=OPEN))
    assert "已保存常用筛选“待复核的”。" in page
    view = SavedView.objects.get()
    assert view.query == f"round={round.pk}&state=entered"
    assert "待复核的" not in text(get(desk_of(round.county, Role.COUNTY_HR), "/desk/applications/", now=OPEN))
    post(clerk, f"{save}?state=returned", {"name": "待复核的"}, now=OPEN)
    assert SavedView.objects.get().query == "state=returned"
    assert "请给这个常用筛选起个名称。" in text(post(clerk, save, {"name": " "}, now=OPEN))
    assert post(desk_of(round.county, Role.COUNTY_HR), f"{save}{view.pk}/drop/", now=OPEN).status_code == 404
    post(clerk, f"{save}{view.pk}/drop/", now=OPEN)
    assert not SavedView.objects.exists()
