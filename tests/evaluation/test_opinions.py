"""民主测评 and the people served: a link opens once, and no answer can be traced to it."""

import pytest
from django.urls import reverse

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.models import AuditEvent
from evaluation import actions
from evaluation.models import OpinionCount, OpinionLink
from evaluation.opinions import opinions_of, unheard
from policy.appraisal import Grade
from policy.appraisal_way import AUDIENCES
from policy.powers import Role
from tests.evaluation.appraisal_factories import THEN, confirm, make_marked_period, make_people, make_period, offer, office_head, prepare
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.factories import staff
from tests.staffing.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]
GOOD = {key: "good" for key, _ in AUDIENCES["peers"].questions}


@pytest.fixture
def sheet():
    return make_period(make_people(1)).appraisals.get()


def links(sheet, number=3, audience="peers"):
    clerk = staff(sheet.period.county, Role.COUNTY_CLERK)
    return actions.make_opinion_links(appraisal=sheet, audience=audience, number=number, by=clerk, now=THEN)


def test_a_link_is_used_once_and_only_its_digest_is_kept(sheet):
    (token,) = links(sheet, 1)
    assert token not in str(OpinionLink.objects.values())
    actions.give_opinion(token=token, given=GOOD, now=THEN)
    with refused(actions.LinkGone, "这个链接已经用过，每个链接只能评价一次。"):
        actions.give_opinion(token=token, given=GOOD, now=THEN)
    with refused(actions.LinkGone, "没有这个评价链接，请核对是否完整。"):
        actions.give_opinion(token="else", given=GOOD, now=THEN)


def test_an_open_question_leaves_the_link_good(sheet):
    (token,) = links(sheet, 1)
    with refused(Impossible, "还有没有评价的项目：廉：廉洁自律。"):
        actions.give_opinion(token=token, given=GOOD | {"probity": ""}, now=THEN)
    actions.give_opinion(token=token, given=GOOD, now=THEN)


def end(sheet):
    period = sheet.period
    period.refresh_from_db()
    by = staff(period.county, Role.COUNTY_CLERK)
    sheet.period = actions.end_opinions(period=period, by=by, seen=period.version, now=THEN)


def told(sheet):
    """How many peers have answered, and whether their result is shown."""
    peers = opinions_of([sheet])[sheet.pk][0]
    return peers.answers, peers.is_shown


def test_the_result_is_shown_once_the_asking_has_ended(sheet):
    for number, token in enumerate(links(sheet, 4), 1):
        actions.give_opinion(token=token, given=GOOD, now=THEN)
        assert told(sheet) == (number, False)
    end(sheet)
    assert told(sheet) == (4, True)


def test_two_answers_are_not_shown_at_all(sheet):
    for token in links(sheet, 2):
        actions.give_opinion(token=token, given=GOOD, now=THEN)
    end(sheet)
    assert told(sheet) == (2, False)


def test_after_the_end_nobody_is_asked_or_answers_so_no_two_results_can_be_compared(sheet):
    (token,) = links(sheet, 1)
    end(sheet)
    with refused(actions.LinkGone, "这次考核的征求意见已经结束，评价已经截止。"):
        actions.give_opinion(token=token, given=GOOD, now=THEN)
    with refused(Impossible, "征求意见已经结束，结果已经显示，不能再发链接。"):
        links(sheet, 1)
    with refused(Impossible, "征求意见已经结束，不需要再操作。"):
        end(sheet)


def test_laying_the_grades_before_the_head_ends_the_asking():
    period = make_marked_period(make_people(1))
    sheet = period.appraisals.get()
    links(sheet, 1)
    period.refresh_from_db()
    period = offer(prepare(period, [Grade.COMPETENT]))
    assert (period.opinions_ended_by, period.opinions_ended_at) == (period.prepared_by, THEN)


def test_the_clerk_ends_the_asking_from_the_period_after_reading_what_it_means(sheet):
    for token in links(sheet, 4)[:3]:
        actions.give_opinion(token=token, given=GOOD, now=THEN)
    desk = signed_in(staff(sheet.period.county, Role.COUNTY_CLERK))
    url = reverse("evaluation:period_end_opinions", args=[sheet.period_id])
    assert "已发出 4 个评价链接，用了 3 个；没有用的 1 个从现在起不能再评价" in text(get(desk, url, THEN))
    sheet.period.refresh_from_db()
    assert "征求意见已经结束，满三份的结果可以查看了。" in text(post(desk, url, {"seen": sheet.period.version}, THEN))
    sheet.period.refresh_from_db()
    assert told(sheet) == (3, True)


def test_the_head_reads_before_deciding_about_whom_nobody_was_asked():
    people = make_people(2)
    period = make_marked_period(people)
    asked, other = period.appraisals.select_related("period", "assistant").order_by("pk")
    links(asked)
    assert unheard([asked, other]) == [other.assistant.name]
    period = offer(prepare(period, [Grade.COMPETENT] * 2))
    desk = signed_in(staff(period.county, Role.COUNTY_HEAD))
    page = text(get(desk, reverse("evaluation:period_confirm", args=[period.pk]), THEN))
    assert "1 人没有做民主测评和服务对象评价" in page
    confirm(period)  # a warning, nothing is refused for it


def test_no_row_joins_an_answer_to_a_link_a_time_or_a_person(sheet):
    for token in links(sheet):
        actions.give_opinion(token=token, given=GOOD, now=THEN)
    columns = {field.name for field in OpinionCount._meta.get_fields()}
    assert columns == {"id", "appraisal", "audience", "question", "rating", "number"}
    assert {(row.question, row.rating, row.number) for row in OpinionCount.objects.all()} == {(key, "good", 3) for key in GOOD}
    event = AuditEvent.objects.filter(verb="count_opinion").first()
    assert (event.by, event.about, event.details) == (None, f"evaluation.appraisal:{sheet.pk}", {"audience": "peers"})


def test_only_the_clerk_makes_links_and_not_without_end(sheet):
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        head = office_head(sheet.marks.get().office)
        actions.make_opinion_links(appraisal=sheet, audience="peers", number=1, by=head, now=THEN)
    with refused(Impossible, "一次可以做 1 到 30 个链接，填的是 31。"):
        links(sheet, 31)


def test_after_the_decision_nothing_is_made_or_counted():
    period = make_marked_period(make_people(1))
    sheet = period.appraisals.get()
    (token,) = links(sheet, 1)
    period.refresh_from_db()
    confirm(offer(prepare(period, [Grade.COMPETENT])))
    with refused(actions.LinkGone, "这次考核已经定等次，评价已经截止。"):
        actions.give_opinion(token=token, given=GOOD, now=THEN)
    with refused(Impossible, "等次已经审定，考核表不能再改。"):
        links(sheet, 1)
