"""What the database itself refuses of 表彰, written past every form and action; and the year's quota under parallel writers."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from bureaus.guards import prevented_by
from evaluation.models import Commendation, DailyRules
from policy.commendation import QUOTA
from tests.evaluation.conduct import given, praised, shown
from tests.staffing.contracts import head, hired
from tests.staffing.test_guards import refusal, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

DAYS = "posted_on = '2025-03-03', posted_first = '2025-03-04', posted_last = '2025-03-10'"


def write(row, what):
    return refusal(sql(f"UPDATE evaluation_commendation SET {what} WHERE id = %s", row.pk))[0]


def copied(row, **values):
    twin = Commendation.objects.get(pk=row.pk)
    twin.pk, twin._state.adding, twin.award = None, True, "honoured"
    for name, value in values.items():
        setattr(twin, name, value)
    return twin.save


def test_a_commendation_past_the_form():
    contract = hired()
    row, boss = praised(contract), head(contract).pk
    for values, name in (
        ({"award": "model"}, "one_commendation_per_title_and_year"),
        ({"achievements": ""}, "commendation_sets_out_its_grounds"),
        ({"amount": Decimal(0)}, "commendation_amount_is_positive"),
        ({"amount": Decimal(1)}, "commendation_amount_by_the_county"),
        ({"state": "posted"}, "commendation_begins_proposed"),
    ):
        assert refusal(copied(row, **values))[0] == name
    copied(row)()  # control: under another title the same row goes through
    assert write(row, f"state = 'posted', posted_by_id = entered_by_id, {DAYS}") == "commendation_decided_by_another"
    assert write(row, "state = 'posted'") == "commendation_is_shown_before_it_is_given"
    same_day = DAYS.replace("2025-03-04", "2025-03-03")
    assert write(row, f"state = 'posted', posted_by_id = {boss}, {same_day}") == "commendation_is_shown_before_it_is_given"
    assert write(row, f"state = 'returned', decided_by_id = {boss}, decided_at = now()") == "commendation_is_shown_before_it_is_given"
    assert write(row, f"state = 'confirmed', decided_by_id = {boss}, decided_at = now(), posted_by_id = {boss}, {DAYS}") == (
        "commendation_kept"
    )
    assert write(row, "performance = '别的'") == "commendation_kept"
    assert refusal(sql("DELETE FROM evaluation_commendation WHERE id = %s", row.pk))[0] == "commendation_kept"


def test_what_is_shown_waits_for_its_days_and_what_is_given_stays():
    contract = hired()
    row, boss = shown(contract), head(contract).pk
    assert write(row, f"state = 'confirmed', decided_by_id = {boss}, decided_at = '2025-03-10 15:59+00'") == (
        "commendation_waits_for_its_publicity"
    )
    assert write(row, "posted_last = '2025-03-05'") == "commendation_kept"
    assert write(row, "state = 'proposed'") == "commendation_kept"
    sql(f"UPDATE evaluation_commendation SET state = 'confirmed', decided_by_id = {boss}, decided_at = '2025-03-10 16:00+00'")()
    assert write(row, "state = 'returned', return_reason = 'x'") == "commendation_kept"
    assert write(row, "contribution = '别的'") == "commendation_kept"
    assert given(hired(contract.line)).state == "confirmed"


@pytest.mark.parametrize(
    "wrong", [{"commendations": 51}, {"commendation_days": 4}, {"commendation_days": 16}, {"commendation_amount": 10001}]
)
def test_the_numbers_of_a_county_have_their_bounds(wrong):
    sentence = "每年表彰的名额（人次）应在 0 到 50 之间；表彰公示的工作日数应在 5 到 15 之间；每人次奖金的上限（元）应在 0 到 10000 之间。"
    assert refusal(DailyRules(county=hired().county, **wrong).save) == ("commendation_rules_within_bounds", sentence)


def post_them(rows, boss):
    """Post each, one after another, past every action; returns how many got through."""
    got = 0
    for row in rows:
        try:
            with transaction.atomic():
                sql(f"UPDATE evaluation_commendation SET state = 'posted', posted_by_id = {boss.pk}, {DAYS} WHERE id = {row.pk}")()
            got += 1
        except IntegrityError as error:
            assert prevented_by(error).constraint == "commendations_within_quota"  # noqa: PT017 - the database's own refusal
    return got


@pytest.mark.parametrize("quota", [None, 0, 1, 2])
def test_no_more_are_shown_in_a_year_than_the_county_says(quota):
    contract = hired()
    rows = [praised(contract, award=award, year=year) for year in (2025, 2024) for award in ("praised", "model", "honoured")]
    rows += [praised(hired(contract.line))]
    if quota is not None:
        DailyRules.objects.create(county=contract.county, commendations=quota)
    else:
        quota = QUOTA.suggested  # the trigger's own suggestion, where the county has set nothing
    of_the_year = [row for row in rows if row.year == 2025]
    assert post_them(of_the_year, head(contract)) == min(quota, 4)
    assert post_them([row for row in rows if row.year == 2024], head(contract)) == min(quota, 3)


def rush(rows, boss):
    """All at once, each on a connection of its own; returns how many were posted."""
    gate = Barrier(len(rows))

    def one(row):
        gate.wait()
        try:
            return post_them([row], boss)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rows)) as threads:
        return sum(threads.map(one, rows))


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_do_not_share_the_last_place_and_without_the_guard_they_do():
    contract = hired()
    DailyRules.objects.create(county=contract.county, commendations=2)
    rows = [praised(contract)] + [praised(hired(contract.line)) for _ in range(2)]
    rows += [praised(contract, award=award) for award in ("praised", "honoured")]
    assert (rush(rows, head(contract)), Commendation.objects.counted().count()) == (2, 2)
    others = [row for row in rows if Commendation.objects.get(pk=row.pk).state == "proposed"]
    guard = "ALTER TABLE evaluation_commendation {} TRIGGER commendations_within_quota"
    sql(guard.format("DISABLE"))()
    try:
        assert rush(others, head(contract)) == 3
    finally:
        sql(guard.format("ENABLE"))()
