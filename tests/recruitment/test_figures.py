"""Registration in figures: exact for the bureau, told to the public once a day without names and small numbers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bureaus import clock
from recruitment import actions, figures
from recruitment.models import DailyFigure
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, text
from tests.recruitment.factories import OPEN, OPENS, make_announced_round, make_application
from tests.recruitment.test_registration_rules import review, withdraw
from tests.staffing.factories import make_county
from tests.staffing.readback import rows_of

pytestmark = pytest.mark.django_db

FIVE = OPEN.replace(hour=17, minute=0)


announced = kept.once(lambda: make_announced_round(make_county("盂县", offices=3)))


@pytest.fixture
def round(announced):
    cache.clear()
    return kept.again(announced)


def snapshot(round, numbers, day=FIVE):
    """What a day told of each vacancy: (applied, approved)."""
    DailyFigure.objects.bulk_create(
        DailyFigure(vacancy=vacancy, day=day.date(), taken_at=day, applied=applied, approved=approved)
        for vacancy, (applied, approved) in zip(round.vacancies.all(), numbers, strict=True)
    )


def test_every_application_is_in_exactly_one_column(round):
    first = round.vacancies.first()
    review(make_application(round, vacancy=first))
    review(make_application(round, vacancy=first), "failed")
    review(make_application(round, vacancy=first), "returned")
    withdraw(make_application(round, vacancy=first))
    make_application(round, vacancy=first)
    row = figures.by_vacancy(round)[0]
    counted = {name: row[name] for name in figures.COUNTED}
    assert counted == {"applied": 5, "waiting": 1, "returned": 1, "passed": 1, "rejected": 1, "ended": 1}
    assert figures.total(figures.by_vacancy(round))["applied"] == 5


def test_the_bureaus_page_links_each_number_to_its_list_and_exports_the_table(round):
    review(make_application(round))
    desk = desk_of(round.county)
    page = text(get(desk, reverse("recruitment:statistics", args=[round.pk]), now=OPEN))
    office = round.vacancies.first().line.office_id
    queue = f"/desk/applications/?round={round.pk}&amp;state=passed&amp;office={office}"
    assert f'href="{queue}"' in page
    assert len(get(desk, queue.replace("&amp;", "&"), now=OPEN).context["lines"]) == 1
    answer = get(desk, reverse("recruitment:statistics_export", args=[round.pk]), now=OPEN)
    assert rows_of(answer.content)[0][:2] == ["岗位代码", "用人司法所"]


def test_the_page_costs_the_same_with_one_vacancy_and_with_three(round, django_assert_num_queries):
    one = make_announced_round(make_county("平定县", offices=1))
    for each in (one, round):
        with django_assert_num_queries(1):
            figures.by_vacancy(each)


# ---- once a day ----


@pytest.mark.parametrize(
    ("now", "taken"), [(OPENS.replace(hour=8), 0), (FIVE - timedelta(seconds=1), 0), (FIVE, 1), (FIVE + timedelta(hours=3), 1)]
)
def test_numbers_are_taken_from_the_rounds_hour_on(round, now, taken):
    with clock.standing_at(now):
        assert actions.publish_figures(now=now) == taken


def test_any_number_of_ticks_take_a_day_once(round):
    assert [actions.publish_figures(now=FIVE + timedelta(minutes=minute)) for minute in range(3)] == [1, 0, 0]
    assert actions.publish_figures(now=FIVE + timedelta(days=1)) == 1
    assert DailyFigure.objects.values("day").distinct().count() == 2


def test_what_is_told_is_the_day_before_until_the_hour(round):
    make_application(round)
    actions.publish_figures(now=FIVE)
    make_application(round)
    assert DailyFigure.objects.get(vacancy=round.vacancies.first()).applied == 1
    assert figures.told(round).taken_at == FIVE


# ---- in public ----


def approved(round):
    return [(row.approved, row.ratio) for row in figures.told(round).rows]


def test_before_the_first_hour_nothing_is_told(round):
    assert approved(round) == [("—", "—")] * 3
    assert figures.told(round).taken_at is None


def test_fewer_than_three_are_not_told(round):
    snapshot(round, [(9, 7), (4, 2), (1, 0)])
    assert approved(round) == [("7 人", "7:1"), ("不足 3 人", "—"), ("不足 3 人", "—")]


def test_a_single_hidden_number_cannot_be_worked_out_from_the_sum(round):
    snapshot(round, [(9, 7), (6, 5), (2, 1)])
    assert approved(round) == [("7 人", "7:1"), ("不公布", "—"), ("不足 3 人", "—")]


def test_the_public_page_holds_posts_and_nobody(round):
    person = review(make_application(round))
    snapshot(round, [(9, 7), (6, 5), (8, 3)])
    page = text(get(Client(), reverse("recruitment:posts", args=[round.pk]), now=FIVE))
    assert "截至" in page
    assert "7 人" in page
    assert person.name not in page
    assert person.number not in page


def test_home_tells_what_was_told_and_not_what_stands_now(round):
    make_announced_round(make_county("平定县"))
    for _ in range(2):
        review(make_application(round))
    snapshot(round, [(9, 7), (6, 5), (8, 3)])
    page = text(get(Client(), reverse("recruitment:home"), now=FIVE))
    assert '<td class="num" data-label="审查通过">15 人</td>' in page
    assert '<td class="num" data-label="审查通过">—</td>' in page
