"""Editions of a plan: a filed one never changes, the next one replaces it once it is filed, and what is used goes along."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented, prevented_by
from bureaus.models import AuditEvent
from policy.powers import Role
from policy.tracks import TRACKS
from staffing import actions
from staffing.models import Assistant, LedgerEntry, PlanLine, PlanStatus, QuotaPlan, Use
from tests.staffing.editions import LATER, filed, hire, leave, revise, submitted
from tests.staffing.factories import NOW, checked, city, fill_in, make_county, make_filed_plan, make_office, make_plan, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import sql

E_QUOTA = "本县备案数额已用完（{used}/{filed}），不能再增加拟聘用人员。如需调整，请先上报变更方案。"


def use_of(line, track="public"):
    return PlanLine.objects.with_use().get(pk=line.pk).use(track)


def line_of(plan, office):
    return plan.lines.get(office=office)


@pytest.mark.django_db
def test_a_revision_is_a_draft_copy_and_the_filed_one_stays_in_force_until_it_is_filed():
    plan = make_filed_plan()
    edition = revise(plan)
    assert (edition.edition, edition.replaces, edition.status, edition.reason) == (2, plan, PlanStatus.DRAFT, "城关司法所增加编制。")
    numbers = [*PlanLine.NUMBERS, "office", "office_name"]
    assert list(edition.lines.values_list(*numbers)) == list(plan.lines.values_list(*numbers))
    assert list(QuotaPlan.objects.in_force()) == [plan]
    edition = submitted(edition)
    assert list(QuotaPlan.objects.in_force()) == [plan]
    actions.file_plan(plan=edition, filing_number="乙", marks=checked(), by=city(), now=LATER)
    assert list(QuotaPlan.objects.in_force()) == [edition]
    assert str(edition).endswith("2024年司法协理员数额核定方案（第2版）")
    assert [event.verb for event in AuditEvent.objects.filter(verb="revise_plan")] == ["revise_plan"]


@pytest.mark.django_db
def test_only_a_filed_plan_is_revised_once_and_with_a_reason():
    with refused(Impossible, "方案草稿，已备案的方案才需要变更方案。"):
        revise(make_plan())
    plan = make_filed_plan()
    with refused(Impossible, "请写明变更的理由。"):
        revise(plan, reason="  ")
    revise(plan)
    with refused(Impossible, "这一版方案已经有了变更方案，请打开变更方案继续填写。"):
        revise(plan)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.revise_plan(plan=plan, reason="甲", by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=NOW)


@pytest.mark.django_db
def test_a_draft_edition_may_be_thrown_away_and_begun_again():
    plan = make_filed_plan()
    edition = revise(plan)
    actions.discard_plan(plan=edition, by=staff(plan.county, Role.COUNTY_CLERK), seen=edition.version, now=LATER)
    assert list(QuotaPlan.objects.all()) == [plan]
    edition = submitted(revise(plan))
    with refused(Impossible, "只有没有上报过的变更方案草稿可以撤回。"):
        actions.discard_plan(plan=edition, by=staff(plan.county, Role.COUNTY_CLERK), seen=edition.version, now=LATER)
    with refused(Impossible, "只有没有上报过的变更方案草稿可以撤回。"):
        first = make_plan()
        actions.discard_plan(plan=first, by=first.entered_by, seen=first.version, now=LATER)


@pytest.mark.django_db
def test_use_goes_along_with_the_office_and_both_editions_lines_tell_the_same():
    plan = make_filed_plan(make_county(offices=1), planned_public=2)
    old = plan.lines.get()
    actions.reserve(line=old, track="public", number=2, reference="岗位", now=NOW)
    actions.fill(line=old, track="public", reference="合同 1", now=NOW)
    edition = filed(fill_in(revise(plan), planned_public=5))
    new = edition.lines.get()
    assert use_of(old) == use_of(new) == Use(planned=5, reserved=1, filled=1, released=0)
    actions.fill(line=old, track="public", reference="合同 2", now=LATER)  # the round that began under the old edition goes on
    actions.reserve(line=new, track="public", number=3, reference="岗位 2", now=LATER)
    with refused(Prevented, E_QUOTA.format(used=5, filed=5)):
        actions.reserve(line=old, track="public", number=1, reference="岗位 3", now=LATER)
    assert (use_of(old).remaining, use_of(new).remaining) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["submit", "file"])
def test_an_edition_that_plans_less_than_is_used_is_refused_by_policy_and_by_the_database(act):
    plan = make_filed_plan(make_county(offices=1), established_posts=4, planned_public=2)
    old = plan.lines.get()
    hire(old, "合同 1")
    edition = fill_in(revise(plan), established_posts=4, planned_public=1)
    if act == "submit":
        hire(old, "合同 2")
        with refused(Impossible, f"{old}的拟招聘已使用 2 人，变更方案只列 1 人，少于已使用的人数，请改为不少于 2 人。"):
            submitted(edition)
    else:
        edition = submitted(edition)
        hire(old, "合同 2")  # in the meantime
        with refused(Prevented, f"{old}的拟招聘已使用 2 人，变更方案只列 1 人，少于已使用的人数，不能准予备案，请退回修改。"):
            actions.file_plan(plan=edition, filing_number="乙", marks=checked(), by=city(), now=LATER)
    assert list(QuotaPlan.objects.in_force()) == [plan]


@pytest.mark.django_db
def test_who_left_before_an_edition_was_filed_gives_a_place_to_it_and_to_no_earlier_one():
    plan = make_filed_plan(make_county(offices=1), established_posts=4, planned_public=1)
    old = plan.lines.get()
    hire(old, "合同")
    leave(old, "合同 辞职", now=NOW + timedelta(days=1))
    with refused(Prevented, E_QUOTA.format(used=1, filed=1)):
        actions.reserve(line=old, track="public", number=1, reference="岗位 2", now=LATER)
    new = filed(revise(plan)).lines.get()
    assert use_of(new) == Use(planned=1, reserved=0, filled=1, released=1, regained=1)
    actions.reserve(line=new, track="public", number=1, reference="岗位 2", now=LATER)
    assert use_of(new).remaining == 0
    actions.fill(line=new, track="public", reference="合同 2", now=LATER)
    leave(new, "合同 2 辞职", now=LATER)
    with refused(Prevented, E_QUOTA.format(used=1, filed=1)):
        actions.reserve(line=new, track="public", number=1, reference="岗位 3", now=LATER)


@pytest.mark.django_db
def test_a_departure_is_not_entered_with_a_time_before_the_edition_in_force():
    plan = make_filed_plan(make_county(offices=1), planned_public=2)
    old = plan.lines.get()
    hire(old, "合同")
    filed(revise(plan))
    sentence = "登记离岗的时间不能早于现行方案备案的时间。方案可能刚刚有新的一版备案，请刷新页面后重新登记。"
    with refused(Prevented, sentence):
        leave(old, "合同 辞职", now=NOW)


@pytest.mark.django_db
def test_an_office_closed_since_keeps_its_use_in_the_countys_sum():
    county = make_county(offices=2)
    plan = make_filed_plan(county, established_posts=4, planned_public=1)
    gone, stays = [line.office for line in plan.lines.all()]
    hire(line_of(plan, gone), "合同 1")
    gone.closed_on = LATER.date()
    gone.save()
    edition = revise(plan)
    assert [line.office for line in edition.lines.all()] == [stays]
    with refused(Impossible, "全县（区）的拟招聘已使用 1 人，变更方案只列 0 人，少于已使用的人数，请改为不少于 1 人。"):
        submitted(fill_in(edition, established_posts=4, planned_public=0))
    edition = filed(fill_in(QuotaPlan.objects.get(pk=edition.pk), established_posts=4, planned_public=2))
    line = edition.lines.get()
    actions.reserve(line=line, track="public", number=1, reference="岗位 1", now=LATER)
    with refused(Prevented, E_QUOTA.format(used=2, filed=2)):  # the office has one left, the county has none
        actions.reserve(line=line, track="public", number=1, reference="岗位 2", now=LATER)
    with refused(Prevented, "这个司法所已经撤销，不能再为它预留数额。"):
        actions.reserve(line=line_of(plan, gone), track="internal", number=1, reference="岗位 3", now=LATER)


@pytest.mark.django_db
def test_an_office_that_the_edition_leaves_out_reserves_nothing_though_it_stands():
    plan = make_filed_plan(planned_public=1)
    first, _ = plan.lines.all()
    edition = filed(revise(plan))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_planline DISABLE TRIGGER line_frozen")
        cursor.execute("DELETE FROM staffing_planline WHERE plan_id = %s AND office_id = %s", [edition.pk, first.office_id])
        cursor.execute("ALTER TABLE staffing_planline ENABLE TRIGGER line_frozen")
    with refused(Prevented, E_QUOTA.format(used=0, filed=0)):
        actions.reserve(line=first, track="public", number=1, reference="岗位", now=LATER)


@pytest.mark.django_db
def test_a_filed_plan_keeps_the_names_its_offices_had():
    plan = make_filed_plan(make_county(offices=1))
    line = plan.lines.get()
    old = str(line.office)
    line.office.name = "新名司法所"
    line.office.save()
    assert (str(plan.lines.get()), str(revise(plan).lines.get())) == (old, "新名司法所")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_formula_of_the_page_is_the_formula_of_the_database(seed):
    """Any movements over three editions: `Use.used` and the SQL function that both triggers ask tell the same."""
    dice = Random(seed)
    plan = make_filed_plan(make_county(offices=2), established_posts=4, planned_public=6, planned_internal=6)
    editions = [plan]
    for step in range(60):
        moment = NOW + timedelta(days=step)
        line = dice.choice([line for one in editions for line in one.lines.all()])
        track = dice.choice(list(TRACKS))
        move = dice.choice(["reserve", "reserve", "fill", "fill", "leave", "free"])
        try:
            if move == "reserve":
                actions.reserve(line=line, track=track, number=dice.randint(1, 2), reference=f"{step}", now=moment)
            elif move == "fill":
                actions.fill(line=line, track=track, reference=f"{step}", now=moment)
            elif move == "free":
                actions.free(line=line, track=track, number=1, reference=f"{step}", now=moment)
            else:
                leave(line, f"{step}", track=track, now=moment)
        except Prevented:
            continue
        if step % 20 == 19:
            editions.append(filed(revise(editions[-1], now=moment), now=moment))
    assert LedgerEntry.objects.exists()
    since = QuotaPlan.objects.in_force().get().filed_at
    for track in TRACKS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT office_id, used FROM staffing_use(%s, %s, %s, %s)", [plan.county_id, 2024, track, since])
            told = dict(cursor.fetchall())
        for line in PlanLine.objects.with_use():
            assert line.use(track).used == told.get(line.office_id, 0)
            assert line.use(track).remaining >= 0


# --- past every form and action --------------------------------------------------------------------------------------


def refusal(write):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    prevented = prevented_by(caught.value)
    return prevented.constraint, str(prevented)


@pytest.mark.django_db
def test_the_database_keeps_editions_in_line():
    plan = make_filed_plan()
    clerk = plan.entered_by

    def edition(**fields):
        words = {"county": plan.county, "year": 2024, "edition": 2, "replaces": plan, "reason": "甲", "entered_by": clerk, "saved_at": NOW}
        return QuotaPlan(**(words | fields)).save

    follows = ("edition_follows_a_filed_one", "变更方案须接在本县同一年度已备案的上一版之后。")
    assert refusal(edition(edition=3)) == follows
    assert refusal(edition(year=2025)) == follows
    assert refusal(edition(county=make_county())) == follows
    draft = make_plan()
    assert refusal(edition(county=draft.county, replaces=draft)) == follows
    says = ("later_edition_says_what_it_replaces_and_why", "变更方案须写明替代哪一版和变更的理由。")
    assert refusal(edition(reason="")) == says
    assert refusal(edition(replaces=None)) == says
    edition()()
    again = ("one_plan_per_county_year_and_edition", "本县该年度已有数额核定方案，请打开原有方案继续填写。")
    assert refusal(edition()) == again
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_quotaplan DISABLE TRIGGER plan_edition")
    second = ("one_next_edition_per_plan", "这一版方案已经有了变更方案，请打开变更方案继续填写。")
    assert refusal(edition(edition=3)) == second


@pytest.mark.django_db
def test_sql_cannot_file_an_edition_under_its_use():
    plan = make_filed_plan(make_county(offices=1), established_posts=4, planned_public=1)
    hire(plan.lines.get(), "合同")
    edition = submitted_by_sql(fill_in(revise(plan), established_posts=4, planned_public=0))
    write = sql("UPDATE staffing_quotaplan SET status = 'filed', filing_number = '乙', filed_at = now() WHERE id = %s", edition.pk)
    assert refusal(write)[0] == "edition_covers_what_is_used"


def submitted_by_sql(plan):
    """On its way up past the actions, which would have refused it."""
    hr, head = staff(plan.county, Role.COUNTY_HR), staff(plan.county, Role.COUNTY_HEAD)
    QuotaPlan.objects.filter(pk=plan.pk).update(status="countersigned", countersigned_by=hr, countersigned_at=NOW)
    QuotaPlan.objects.filter(pk=plan.pk).update(status="submitted", submitted_by=head, submitted_at=NOW)
    return plan


@pytest.mark.django_db
def test_nobody_is_posted_to_a_closed_office_and_no_office_closes_under_its_people():
    plan = make_filed_plan(make_county(offices=1), planned_public=1)
    line = plan.lines.get()
    actions.reserve(line=line, track="public", number=1, reference="岗位", now=NOW)
    closing = sql("UPDATE bureaus_judicialoffice SET closed_on = '2024-06-01' WHERE id = %s", line.office_id)
    sentence = "这个司法所还有在岗协理员 0 人、招聘中的名额 1 个，请先调配到其他司法所、办结招聘，再登记撤销。"
    assert refusal(closing) == ("closed_office_is_empty", sentence)
    office = make_office(plan.county)
    office.closed_on = NOW.date()
    office.save()
    entry = sql(
        "INSERT INTO staffing_planline (plan_id, office_id, office_name) VALUES (%s, %s, '')",
        make_plan(plan.county, year=2025).pk,
        office.pk,
    )
    entry()
    from_closed = ("posting_needs_standing_office", "这个司法所已经撤销，不能再安排人员。请选择其他司法所。")
    person = make_assistant(plan.county)
    posted = "INSERT INTO staffing_posting (assistant_id, office_id, first_day) VALUES (%s, %s, '2024-01-01')"
    assert refusal(sql(posted, person.pk, office.pk)) == from_closed
    past = "INSERT INTO staffing_posting (assistant_id, office_id, first_day, last_day) VALUES (%s, %s, '2024-01-01', '2024-02-01')"
    sql(past, person.pk, office.pk)()


def make_assistant(county):
    return Assistant.objects.create(county=county, name="演示甲", sex="男", id_number="", id_hash="b" * 64, id_last4="0017")


# --- many writers at once --------------------------------------------------------------------------------------------


def at_once(jobs):
    """Each job on its own connection, started by one barrier; what each got."""
    together = Barrier(len(jobs))

    def one(job):
        try:
            together.wait(timeout=30)
            job()
        except IntegrityError as problem:
            return prevented_by(problem).constraint
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sorted(pool.map(one, jobs))


def reserving(lines, writers=18):
    """Writers past every action, each in a transaction that stays open a moment, as an act with more to write does."""

    def job(number):
        def write():
            with transaction.atomic():
                entry = {"line": lines[number % len(lines)], "track": "public", "kind": "reserved", "number": 1, "at": LATER}
                LedgerEntry.objects.create(reference=f"岗位 {number}", **entry)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.2)")

        return write

    return [job(number) for number in range(writers)]


def two_editions():
    plan = make_filed_plan(make_county(offices=1), established_posts=4, planned_public=1)
    return [plan.lines.get(), filed(revise(plan)).lines.get()]


@pytest.mark.django_db(transaction=True)
def test_writers_on_lines_of_two_editions_take_turns_for_the_last_place():
    lines = two_editions()
    assert at_once(reserving(lines)) == ["ledger_within_plan"] * 17 + ["ok"]
    assert use_of(lines[0]).reserved == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guard", ["the lock", "the trigger"])
def test_control_without_the_guard_the_last_place_is_given_away_many_times(guard):
    """The test above measures the trigger, and in it the lock on the county's first edition, and nothing else."""
    lines = two_editions()
    definition = source_of("staffing_ledger_within_plan")
    if guard == "the lock":
        run(definition.replace("FOR NO KEY UPDATE", ""))
    else:
        run("ALTER TABLE staffing_ledgerentry DISABLE TRIGGER ledger_within_plan")
    try:
        assert at_once(reserving(lines)).count("ok") > 1
        assert use_of(lines[0]).reserved > 1
    finally:
        run(definition)
        run("ALTER TABLE staffing_ledgerentry ENABLE TRIGGER ledger_within_plan")


def source_of(function):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        return cursor.fetchone()[0]


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%", "%%"), [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_an_edition_filed_beside_writers_never_ends_under_its_use(turn):
    """Whoever comes first, the numbers in force cover what is used."""
    plan = make_filed_plan(make_county(offices=1), established_posts=4, planned_public=3)
    line = plan.lines.get()
    edition = submitted(fill_in(revise(plan), established_posts=4, planned_public=1))
    desk = city()

    def file():
        actions.file_plan(plan=edition, filing_number="乙", marks=checked(), by=desk, now=LATER)

    answers = at_once([*reserving([line], writers=6), file])
    after = use_of(line)
    assert (after.used <= after.planned, after.used) == (True, answers.count("ok") - (after.planned == 1))
