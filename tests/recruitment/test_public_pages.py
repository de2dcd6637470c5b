"""What everyone may read: the right words at the right second, from the cache where it may be, and nothing personal."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bureaus import clock
from policy.eligibility import PUBLIC
from recruitment import actions, pages
from recruitment.models import Objection
from tests.recruitment.factories import ANNOUNCED, CLOSES, OPEN, OPENS, make_announced_round, make_round, post
from tests.staffing.factories import make_county

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    pages._silent_until = 0.0
    yield
    cache.clear()


def read(address: str, now=OPEN, *, client: Client | None = None, **data) -> str:
    with clock.standing_at(now):
        answer = (client or Client()).get(address, data)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def announcement(round) -> str:
    return reverse("recruitment:notice", args=[round.notices.get(kind="announcement").pk])


@pytest.mark.parametrize(
    "name", ["home", "notices", "apply", "guide", "supervision"], ids=["home", "notices", "apply", "guide", "supervision"]
)
def test_a_portal_without_any_round_still_has_its_pages(name):
    assert "还没有" in read(reverse(f"recruitment:{name}")) or name in ("guide", "apply")


def test_home_shows_the_one_open_round_with_its_closing_time():
    round = make_announced_round(make_county("盂县", offices=2), headcount=2)
    page = read("/")
    assert f"<h1>{round.title}</h1>" in page
    assert "招聘 4 人，分布在 2 个司法所" in page
    assert "2024年4月12日（星期五）18:00</time> 截止" in page
    assert reverse("recruitment:start", args=[round.pk]) in page


def test_home_shows_a_line_for_each_county_when_several_are_open():
    first = make_announced_round(make_county("盂县"))
    second = make_announced_round(make_county("平定县"))
    page = read("/")
    assert "2 个县（区）" in page
    for round in (first, second):
        assert f'<a class="button quiet small" href="{reverse("recruitment:start", args=[round.pk])}">' in page


def test_home_costs_the_same_however_many_notices_and_counties_there_are(django_assert_num_queries):
    make_announced_round(make_county("盂县"))
    with clock.standing_at(OPEN), django_assert_num_queries(2):
        Client().get("/")
    make_announced_round(make_county("平定县"))
    make_announced_round(make_county("郊区"))
    with clock.standing_at(OPEN), django_assert_num_queries(2):
        Client().get("/")


def test_a_round_that_is_not_announced_is_nowhere():
    round = make_round(make_county("盂县"))
    with clock.standing_at(OPEN):
        assert Client().get(reverse("recruitment:start", args=[round.pk])).status_code == 404
        assert Client().get(reverse("recruitment:check", args=[round.pk])).status_code == 404
    assert round.title not in read("/") + read("/notices/") + read("/apply/")


def test_a_notice_that_is_not_posted_is_nowhere():
    round = make_round(make_county("盂县"))
    with clock.standing_at(ANNOUNCED):
        notice = actions.prepare_notice(round=round, kind="announcement", by=round.entered_by, now=ANNOUNCED)
        assert Client().get(reverse("recruitment:notice", args=[notice.pk])).status_code == 404


@pytest.mark.parametrize(
    ("now", "word", "may_begin"),
    [
        (OPENS - timedelta(seconds=1), "即将报名", False),
        (OPENS, "报名中", True),
        (CLOSES - timedelta(seconds=1), "报名中", True),
        (CLOSES, "已截止", False),
    ],
    ids=["before", "at the opening", "last second", "at the closing instant"],
)
def test_registration_begins_and_ends_at_its_instants(now, word, may_begin):
    round = make_announced_round(make_county("盂县"))
    start = read(reverse("recruitment:start", args=[round.pk]), now)
    assert f">{word}</span>" in start
    assert (reverse("recruitment:begin", args=[round.pk]) in start) is may_begin
    assert (reverse("recruitment:start", args=[round.pk]) in read(announcement(round), now)) is may_begin


def test_the_announcement_says_every_condition_in_the_words_of_the_document():
    round = make_announced_round(make_county("盂县"))
    page = read(announcement(round))
    assert [rule.clause.quote for rule in PUBLIC if rule.clause.quote not in page] == []
    assert "1988年3月26日" in page
    assert "2006年3月25日" in page


def test_the_announcement_prints_the_numbers_of_the_scheme():
    page = read(announcement(make_announced_round(make_county("盂县"))))
    for words in (
        "不低于 3:1",
        "招聘人数 3 倍的比例",
        "综合成绩=笔试成绩×60%+面试成绩×40%",
        "优先聘用条件、笔试成绩、加试成绩",
        "公示 7 个工作日",
        "首个聘用合同期限 3 年，其中试用期 3 个月",
        "合格线 60 分",
    ):
        assert words in page, words


def test_a_notice_carries_the_meta_tags_of_a_government_site():
    round = make_announced_round(make_county("盂县"))
    page = read(announcement(round))
    assert '<meta name="ArticleTitle" content="' in page
    assert '<meta name="PubDate" content="2024-03-19 09:00">' in page
    assert '<meta name="ContentSource" content="盂县司法局 盂县人力资源和社会保障局">' in page


def test_notices_are_filtered_by_county_and_kind():
    make_announced_round(make_county("盂县"))
    other = make_announced_round(make_county("平定县"))
    page = read("/notices/", county=other.county.code, kind="announcement")
    assert other.title in page
    assert "盂县2024年公开招聘司法协理员" not in page
    assert "没有符合条件的公告" in read("/notices/", county=other.county.code, kind="hires")


def test_a_second_reading_of_a_public_page_asks_the_database_nothing(django_assert_num_queries):
    round = make_announced_round(make_county("盂县"))
    addresses = ["/", "/notices/", announcement(round), "/apply/", reverse("recruitment:start", args=[round.pk])]
    first = [read(address) for address in addresses]
    with django_assert_num_queries(0):
        assert [Client().get(address).content.decode() for address in addresses] == first


def test_a_kept_page_comes_back_with_its_policy_and_without_cookies():
    make_announced_round(make_county("盂县"))
    with clock.standing_at(OPEN):
        fresh, kept = Client().get("/"), Client().get("/")
    assert "default-src 'self'" in kept.headers["Content-Security-Policy"]
    assert dict(kept.items()) == dict(fresh.items())
    assert not kept.cookies
    assert "csrfmiddlewaretoken" not in kept.content.decode()


def test_posting_a_notice_shows_at_once():
    first = make_announced_round(make_county("盂县"))
    assert "平定县" not in read("/notices/")
    second = make_announced_round(make_county("平定县"))
    page = read("/notices/")
    assert first.title in page
    assert second.title in page


def test_a_page_rendered_while_a_notice_was_posted_is_not_kept(rf, django_assert_num_queries):
    make_announced_round(make_county("盂县"))

    def slow(request):
        response = pages.published()(lambda request: HttpResponse("before"))(request)
        pages.forget()
        return response

    middleware = pages.kept_pages(slow)
    request = rf.get("/")
    request.now = OPEN
    assert middleware(request).content == b"before"
    assert pages._look_up(pages._key(request))[1] is None


def test_a_page_is_never_kept_past_the_closing_instant(rf):
    request = rf.get("/")
    request.now = CLOSES - timedelta(seconds=30)

    @pages.published()
    def page(request):
        response = HttpResponse()
        response.changes_at = CLOSES
        return response

    assert page(request).keep_for == 29
    request.now = CLOSES - timedelta(seconds=1)
    assert page(request).keep_for == 0


def test_an_address_with_unknown_parameters_is_not_kept():
    make_announced_round(make_county("盂县"))
    read("/", x="1")
    request_key = [key for key in (cache._cache.get_client().keys("*published:*")) if b"edition" not in key]
    assert request_key == []


def test_without_redis_pages_come_from_the_database(settings):
    make_announced_round(make_county("盂县"))
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert "盂县2024年公开招聘司法协理员" in read("/")
    pages.forget()
    assert "盂县2024年公开招聘司法协理员" in read("/")


def test_preferences_get_pages_of_their_own():
    make_announced_round(make_county("盂县"))
    assert 'class="text-1"' in read("/")
    large = Client()
    large.cookies["portal_text"] = "3"
    assert 'class="text-3"' in read("/", client=large)
    assert 'class="text-1"' in read("/")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "按您的回答，年龄、学历等条件都符合"),
        ({"born_on_0": "1988", "born_on_1": "3", "born_on_2": "25"}, "年龄在18周岁以上，35周岁以下"),
        ({"residence": "neither"}, "具有阳泉户籍或居住地为阳泉"),
        ({"education": "below"}, "具有大专及以上学历"),
        ({"citizen": "no"}, "具有中华人民共和国国籍"),
    ],
    ids=["may apply", "a day too old", "elsewhere", "below college", "no citizen"],
)
def test_people_learn_before_the_form_whether_they_may_apply(answers, words):
    round = make_announced_round(make_county("盂县"))
    said = {"born_on_0": "1996", "born_on_1": "7", "born_on_2": "12", "residence": "lives", "education": "college", "citizen": "yes"}
    with clock.standing_at(OPEN):
        page = Client(enforce_csrf_checks=True).post(reverse("recruitment:start", args=[round.pk]), said | answers).content.decode()
    assert words in page
    assert ("暂不符合" in page) is bool(answers)


def test_an_unanswered_check_says_what_is_missing():
    round = make_announced_round(make_county("盂县"))
    with clock.standing_at(OPEN):
        page = Client().post(reverse("recruitment:start", args=[round.pk]), {"born_on_0": "1996", "born_on_1": "2", "born_on_2": "30"})
    words = page.content.decode()
    assert "这一天不存在，请核对年、月、日。" in words
    assert "请选择最高学历。" in words
    assert "<title>错误：" in words


def test_the_clock_tells_the_portals_instant():
    assert read(reverse("recruitment:clock"), CLOSES) == "2024-04-12T18:00:00.000+08:00"


def test_an_objection_is_only_taken_on_a_publicity_notice():
    round = make_announced_round(make_county("盂县"))
    with clock.standing_at(OPEN):
        address = reverse("recruitment:objection", args=[round.notices.get().pk])
        assert Client().get(address).status_code == 404
    assert not Objection.objects.exists()


def test_posting_twice_the_same_kind_is_refused():
    round = make_announced_round(make_county("盂县"))
    with pytest.raises(actions.Impossible):
        post(round, "announcement", OPEN)
