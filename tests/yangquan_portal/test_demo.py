"""The demonstration: what it shows, on which days it can be told, what a dump of it holds, and every table that leaves the portal."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.test import override_settings
from django.urls import get_resolver

from bureaus import audit, clock
from bureaus.models import CalendarYear, County, JudicialOffice, User
from evaluation.counties import county_years
from evaluation.grids import MonthGrid
from evaluation.models import Appraisal, EarlyReturn, Incident, Leave, LogEntry, Month, Objection, Transfer
from policy.calendar import end_of
from policy.powers import Role
from recruitment.assessment import people_of
from recruitment.models import Application, Profile, PublicNotice, Round
from staffing.models import (
    Assistant,
    Auxiliary,
    Budget,
    Contract,
    Establishment,
    LedgerEntry,
    LedgerKind,
    PayScheme,
    PlanStatus,
    Posting,
    QuotaPlan,
)
from staffing.revisions import revisions_of
from tests.architecture.pages import PUBLIC_PAGES
from tests.architecture.test_access import walk
from tests.yangquan_portal.crawling import follow, names_a_row, signed_in
from tests.yangquan_portal.exports import FILTERED, TEMPLATES_AND_ERRORS, calling, heads, notes, offered, reader, trace

ORDINARY = datetime(2024, 6, 12, 9, tzinfo=clock.BEIJING)


def show(now, *args):
    out = StringIO()
    with clock.standing_at(now):
        call_command("demo", *args, stdout=out)
    return out.getvalue()


def everything_stored():
    """Every row of every table as text, which is what a dump of the database holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker):
    """One ordinary demonstration for every test that only looks at it; returns what the command printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield show(ORDINARY, "--json")
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("today", [datetime(2026, 12, 31, 9, tzinfo=clock.BEIJING), datetime(2027, 6, 1, 9, tzinfo=clock.BEIJING)])
def test_it_can_be_told_where_the_working_day_calendar_ends(today):
    show(today)
    open_round = Round.objects.get(stage="registration")
    assert open_round.registration_opens_at <= today
    assert open_round.registration_closes_at - today >= timedelta(days=3)
    publicity = PublicNotice.objects.get(kind="proposed_hires")
    assert publicity.posted_at <= today < end_of(publicity.last_day)
    assert CalendarYear.objects.get(pk=2027).source.startswith("演示")
    assert audit.verify() is None


@pytest.mark.django_db
def test_if_empty_leaves_what_is_there():
    County.objects.create(code="140321", name="平定县", justice_bureau="平定县司法局", hr_bureau="平定县人社局")
    assert show(ORDINARY, "--if-empty") == ""
    assert not User.objects.exists()


def test_it_shows_five_counties_each_at_its_point_of_the_way(shown):
    assert (County.objects.count(), JudicialOffice.objects.count()) == (5, 43)
    assert dict(QuotaPlan.objects.values_list("county__name", "status")) == {
        "城区": PlanStatus.DRAFT,
        "矿区": PlanStatus.SUBMITTED,
        "郊区": PlanStatus.FILED,
        "平定县": PlanStatus.FILED,
        "盂县": PlanStatus.FILED,
    }
    assert set(Round.objects.values_list("county__name", "intake__track", "stage")) == {
        ("平定县", "public", "registration"),
        ("盂县", "public", "publicity"),
        ("盂县", "internal", "assessment"),
    }
    assert {user.role for user in User.objects.all()} == {role.value for role in Role}
    assert audit.verify() is None


def test_its_establishment_is_marked_and_one_plan_is_out_of_date(shown):
    assert set(Establishment.objects.values_list("source", flat=True)) == {"演示数据"}
    assert not Establishment.objects.filter(office__county__name="城区").exists()
    (revision,) = revisions_of(User.objects.get(username="city"), ORDINARY.date())
    assert (revision.plan.county.name, len(revision.changes), revision.falls_short) == ("郊区", 1, "")


def test_everybody_in_it_is_marked(shown):
    assert [user.name for user in User.objects.all() if not (user.is_demo and user.name.startswith("演示"))] == []


def test_it_shows_auxiliaries_a_confirmed_budget_and_pay_agreed_and_offered(shown):
    assert Counter(Auxiliary.objects.values_list("county__name", flat=True)) == {"盂县": 6, "平定县": 3}
    assert [row.name for row in Auxiliary.objects.all() if not row.name.startswith("演示")] == []
    schemes = PayScheme.objects.order_by("county__code", "effective_from")
    assert [(row.county.name, row.state) for row in schemes] == [("郊区", "已核定"), ("郊区", "待核定"), ("盂县", "已核定")]
    assert Budget.objects.get().state == "已核定"
    assert (
        "基本工资每月2000元"
        in PublicNotice.objects.get(kind="announcement", round__county__name="盂县", round__intake__track="public").body
    )


def test_its_internal_selection_waits_for_one_opinion(shown):
    round = Round.objects.get(intake__track="internal")
    states = Counter(round.applications.values_list("status", "stage"))
    assert states == {("active", "assessment"): 3, ("rejected", "review"): 1}
    assert round.applications.get(status="rejected").results.last().clause == "四(一)2"
    office = User.objects.get(username="yx-sifasuo")
    waiting = people_of(office).exclude(opinions__side="office")
    assert [person.auxiliary.office for person in waiting] == [office.office]


def test_it_shows_a_county_in_the_middle_of_its_appraisal_year(shown):
    assert dict(Appraisal.objects.values_list("period__cycle").annotate(Count("pk"))) == {"quarter": 8, "year": 9}
    states = Counter(sheet.state(ORDINARY) for sheet in Appraisal.objects.filter(period__cycle="year").select_related("period"))
    assert states == {"待述职": 2, "待司法所评分": 3, "待定等次": 4}
    assert Counter(Appraisal.objects.filter(period__cycle="quarter").values_list("grade", flat=True)) == {"excellent": 1, "competent": 7}
    assert Appraisal.objects.get(assistant__name=moved().name, period__cycle="year").marks.count() == 2
    assert Appraisal.objects.filter(undetermined=True).count() == 1
    assert dict(Incident.objects.values_list("state", "defence")) == {"proposed": "given"}
    assert sorted(Leave.objects.values_list("kind", "state", "half_days")) == [
        ("personal", "approved", 1),
        ("personal", "approved", 1),
        ("personal", "asked", 4),
        ("sick", "approved", 2),
    ]


def test_it_shows_half_a_day_an_early_return_and_an_objection_that_waits(shown):
    early = EarlyReturn.objects.get()
    assert (early.state, early.days_back, early.leave.span) == ("confirmed", Decimal("0.5"), f"{early.back_on} 上午")
    assert Leave.objects.get(from_noon=True).days == Decimal("0.5")
    objection = Objection.objects.get()
    assert (objection.word, objection.title, objection.shown.state) == ("待答复", "2024年度优秀司法协理员", "posted")
    assert objection.commendation.posted_last >= ORDINARY.date()
    assert Objection.objects.visible_to(User.objects.get(username="jijian")).count() == 1


def moved():
    return Transfer.objects.get(state="confirmed").assistant


def test_its_log_and_attendance_are_kept_and_its_months_confirmed_but_one(shown):
    confirmed = Month.objects.filter(confirmed_at__isnull=False)
    assert Counter(confirmed.values_list("first_day", flat=True)) == {date(2024, 3, 1): 5, date(2024, 4, 1): 5, date(2024, 5, 1): 4}
    head = User.objects.get(username="jq-sifasuo")
    assert MonthGrid(head.office, date(2024, 5, 1)).blockers() == []
    assert LogEntry.objects.filter(day__lt=date(2024, 3, 1)).count() == 0
    assert set(LogEntry.objects.values_list("assistant", flat=True)) == set(Assistant.objects.values_list("pk", flat=True))


def test_its_ledger_equals_its_contracts(shown):
    counted = Counter()
    for line, kind, number in LedgerEntry.objects.exclude(kind=LedgerKind.RESERVED).values_list("line", "kind", "number"):
        counted[line] += number if kind == LedgerKind.FILLED else -number
    in_being = Contract.objects.in_being(ORDINARY.date())
    assert counted == Counter(in_being.values_list("line", flat=True))
    resigned = Contract.objects.get(ended_ground="resigned")
    gone = ORDINARY.date() - timedelta(days=20)
    assert (resigned.ended_on, clock.today(resigned.departed_at)) == (gone, gone)
    assert (in_being.count(), Posting.objects.serving(ORDINARY.date()).count()) == (8, 8)
    assert LedgerEntry.objects.filter(kind=LedgerKind.RESERVED, line__plan__county__name="郊区").aggregate(left=Sum("number")) == {
        "left": 0
    }


def test_the_city_sees_its_departure_and_its_rules(shown):
    lines = {row.county.name: row for row in county_years(User.objects.get(username="city"), 2024, ORDINARY.date())}
    suburb = lines["郊区"]
    assert (suburb.serving, suburb.grounds, [standing.word for standing in suburb.rules]) == (8, (("本人辞职", 1),), ["已备案", "待备案"])
    assert [row.left for row in lines.values()] == [0, 0, 1, 0, 0]


def test_one_of_its_contracts_runs_out_within_ninety_days(shown):
    running_out = Contract.objects.running_out(ORDINARY.date() + timedelta(days=90))
    assert [(contract.ends_on, contract.county.name) for contract in running_out] == [(date(2024, 7, 31), "郊区")]


def test_it_refuses_a_database_that_holds_anything_else(shown):
    before = User.objects.count()
    with pytest.raises(CommandError) as refused:
        show(ORDINARY)
    assert str(refused.value) == "数据库里已经有内容，演示数据只能建在空数据库里；没有改动任何内容。"
    assert User.objects.count() == before


def test_json_is_one_object_with_every_account(shown):
    told = json.loads(shown)
    usernames = [account["username"] for account in told["accounts"]]
    assert len(usernames) == 32
    assert {"yx-jingban", "jq-sifasuo", "jq-sifasuo2"} < set(usernames)
    assert [(each["role"], each["county"]) for each in told["accounts"] if each["role"] == Role.ASSISTANT.title] == [("司法协理员", "郊区")]


def test_a_dump_of_it_holds_no_id_number_and_no_phone_number(shown):
    secrets = {row.id_number for row in (*Profile.objects.all(), *Auxiliary.objects.all())} | {
        user.phone for user in User.objects.all() if user.phone
    }
    assert len(secrets) > 60
    stored = everything_stored()
    assert [secret for secret in secrets if secret in stored] == []
    assert Application.objects.exclude(name="").first().name in stored  # the control: what is not sealed is found


# ---- every table goes out ----

EXPORTS = calling("export", get_resolver().url_patterns)


def test_whatever_writes_a_spreadsheet_lets_its_columns_be_chosen_or_says_why_not():
    by_hand = {page.name for verb in ("export_response", "hand_out_whole") for page in calling(verb, get_resolver().url_patterns)}
    assert by_hand - {page.name for page in EXPORTS} == TEMPLATES_AND_ERRORS
    assert {page.name for page in EXPORTS if page.name.endswith("export")} == {
        page.name for page in walk(get_resolver().url_patterns) if page.name.endswith("export")
    }
    assert len(EXPORTS) == 66


@pytest.mark.parametrize("page", EXPORTS, ids=lambda page: page.name)
def test_each_export_goes_out_whole_or_with_the_columns_that_were_chosen(shown, page):
    with reader(page, ORDINARY) as (client, address), trace() as recorded:
        wanted = FILTERED.get(page.name, {})
        whole = client.get(address, wanted).content
        told = notes(whole)
        assert {"表名", "导出人", "导出时间", "行数", "数据校验值（SHA-256）"} <= set(told)
        assert "没有导出的列" not in told
        assert recorded() == {"rows": int(told["行数"])}

        choice = client.get(address, wanted | {"columns": "choose"})
        columns = offered(choice.text)
        assert [ticked for _, ticked in columns] == [True] * len(heads(whole))
        assert client.get(choice.context["back"], follow=True).status_code == 200
        assert choice.context["about"][-1] == {"label": "行数", "value": told["行数"]}

        asked = wanted | {"columns": "chosen", "column": [columns[-1][0], columns[0][0]]}
        part = client.get(address, asked).content
        assert heads(part) == [heads(whole)[0], heads(whole)[-1]]
        left = notes(part)
        assert left.pop("没有导出的列", "") == "、".join(heads(whole)[1:-1])
        chosen = {} if len(columns) < 3 else {"columns": heads(part)}
        assert recorded() == {"rows": int(told["行数"])} | chosen
        same = {title for title in left if title not in ("数据校验值（SHA-256）", "导出时间")}
        assert {title: left[title] for title in same} == {title: told[title] for title in same}

        for refused in ({"columns": "chosen"}, {"column": "secret"}, {"columns": "chosen", "column": ["secret", columns[0][0]]}):
            answer = client.get(address, refused)
            assert answer.status_code == 200
            assert "还没有导出。" in answer.text
            assert "Content-Disposition" not in answer
            assert recorded() is None


# ---- what one may open, another may not ----


def of(username):
    return User.objects.get(username=username)


def an_applicant(place):
    """One who has handed in a registration, and whose it is to keep."""
    return Application.objects.filter(number__gt="", round__stage="registration").order_by("pk")[place].applicant


def clerk_of(stage):
    """The clerk of the county whose public round stands there."""
    county = Round.objects.get(stage=stage, intake__track="public").county
    return User.objects.filter(role=Role.COUNTY_CLERK, county=county).first()


PAIRS = {
    "clerk who reviews": (lambda: clerk_of("registration"), lambda: of("jq-jingban")),
    "clerk who shows results": (lambda: of("yx-jingban"), lambda: of("jq-jingban")),
    "clerk who appraises": (lambda: of("jq-jingban"), lambda: of("yx-jingban")),
    "head": (lambda: of("yx-fuzeren"), lambda: of("jq-fuzeren")),
    "human resources": (lambda: of("yx-renshe"), lambda: of("jq-renshe")),
    "office": (lambda: of("jq-sifasuo"), lambda: of("jq-sifasuo2")),
    "applicant": (lambda: an_applicant(0), lambda: an_applicant(1)),
}
ASKS_AGAIN = {"staffing:assistant_reveal"}  # a POST of anybody asks for the password first


@pytest.mark.django_db
@pytest.mark.parametrize("pair", PAIRS)
def test_no_link_refuses_its_reader_and_what_it_leads_to_is_not_there_for_a_stranger(shown, pair):
    who, stranger = (find() for find in PAIRS[pair])
    with clock.standing_at(ORDINARY), override_settings(DEMO=True), transaction.atomic():
        met, refused = follow(signed_in(who), outside=frozenset(PUBLIC_PAGES))
        other = signed_in(stranger)
        own = {name: address for name, address in met.items() if names_a_row(address)}
        answers = {name: (other.get(address).status_code, other.post(address).status_code) for name, address in own.items()}
        transaction.set_rollback(True)
    assert len(own) > 4
    assert refused == {}
    opened = {name: (own[name], got) for name, got in answers.items() if not set(got) <= {404, 405}}
    assert opened.keys() - ASKS_AGAIN == set(), opened
