"""Pages of who is who: what each says, to whom, at what cost."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import actions, clock
from bureaus.models import AuditEvent, Message
from policy.powers import GRANTS, Role
from tests.bureaus.factories import NOW, make_applicant, make_person, signed_in
from tests.staffing.factories import make_county, make_plan
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db

PUBLIC = ["powers", "privacy", "accessibility", "sitemap", "account_login", "account_signup", "account_reset_password"]
OWN = ["account", "letters", "account_change_password", "account_logout", "mfa_index"]
ENGLISH = re.compile(r"[A-Za-z]{3,}")
ALLOWED = {"ICP", "Tab", "Shift", "Cookie"}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def words_of(answer) -> str:
    """What a reader sees: the text between the tags."""
    body = answer.content.decode().partition("<body")[2].partition(">")[2]
    return re.sub(r"<[^>]*>|&\w+;", " ", body)


@pytest.mark.parametrize("name", PUBLIC)
def test_anybody_reads_the_public_pages_in_chinese(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert set(ENGLISH.findall(words_of(answer))) - ALLOWED == set()


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("role", [Role.APPLICANT, Role.COUNTY_CLERK])
def test_ones_own_pages_are_in_chinese_and_closed_to_visitors(client, name, role):
    assert client.get(reverse(name)).status_code == 302
    person = make_person(role, username="yonghu", name="王小明") if role is not Role.APPLICANT else make_applicant(name="王小明")
    answer = signed_in(person).get(reverse(name))
    assert answer.status_code == 200
    assert set(ENGLISH.findall(words_of(answer))) - ALLOWED - {"yonghu"} == set()


def test_who_sees_what_prints_every_grant_with_its_words(client):
    text = client.get(reverse("powers")).content.decode()
    for grant in GRANTS:
        assert grant.words in text
    for role in Role:
        assert role.title in text


def test_the_account_page_masks_the_number():
    person = make_applicant()
    text = signed_in(person).get(reverse("account")).content.decode()
    assert f"{person.phone[:3]}****{person.phone[-4:]}" in text
    assert person.phone not in text


def make_letter(person, **fields) -> Message:
    words = {
        "letter": "stage_decided",
        "about": f"x:{Message.objects.count()}",
        "subject": "审查结果",
        "body": "请登录查看。",
        "sent_at": NOW,
    }
    return Message.objects.create(recipient=person, **(words | fields))


def test_opening_a_letter_reads_it():
    person = make_applicant()
    letter, client = make_letter(person), signed_in(person)
    assert "通知（1）" in client.get(reverse("account")).content.decode()
    assert "请登录查看。" in client.get(reverse("letter", args=[letter.pk])).content.decode()
    letter.refresh_from_db()
    assert letter.read_at == NOW
    assert "通知（1）" not in client.get(reverse("account")).content.decode()


@pytest.mark.parametrize("role", [Role.CITY, Role.OPERATOR, Role.COUNTY_HEAD, Role.APPLICANT])
def test_anothers_letter_is_not_found(role):
    letter = make_letter(make_applicant())
    assert signed_in(make_person(role)).get(reverse("letter", args=[letter.pk])).status_code == 404
    letter.refresh_from_db()
    assert letter.read_at is None


def test_the_inbox_costs_the_same_with_one_letter_and_with_many(django_assert_num_queries):
    person = make_applicant()
    client = signed_in(person)
    client.get(reverse("letters"))
    for number in (1, 3):
        while Message.objects.count() < number:
            make_letter(person)
        with django_assert_num_queries(5):  # session, person, count, page, unread
            client.get(reverse("letters"))


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY_HEAD, Role.DISCIPLINE])
def test_supervisors_read_the_trail(role):
    assert signed_in(make_person(role)).get(reverse("audit_trail")).status_code == 200


@pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.COUNTY_HR, Role.OFFICE, Role.APPLICANT, Role.ASSISTANT, Role.OPERATOR])
def test_others_do_not(role):
    assert signed_in(make_person(role)).get(reverse("audit_trail")).status_code == 403


def test_a_county_reads_its_own_trail_alone():
    mine, theirs = make_county("盂县"), make_county("平定县")
    for county in (mine, theirs):
        make_plan(county)
    page = signed_in(make_person(Role.COUNTY_HEAD, mine)).get(reverse("audit_trail")).context["page"]
    assert {event.county for event in page} == {mine}


def test_the_trail_is_filtered_by_person_act_and_day():
    county = make_county("盂县")
    plan = make_plan(county)
    actions.enter_county(county=county, by=None, now=NOW + timedelta(days=2))
    client = signed_in(make_person(Role.CITY))

    def found(**wanted: str) -> set[str]:
        return {event.verb for event in client.get(reverse("audit_trail"), wanted).context["page"]}

    assert found(verb="enter_county") == {"enter_county"}
    assert found(since="2024-03-06") == {"enter_county"}
    assert "enter_county" not in found(until="2024-03-05")
    assert found(person=AuditEvent.objects.get(verb="begin_plan").by.name, verb="begin_plan") == {"begin_plan"}
    assert found(county=str(plan.county_id), verb="begin_plan") == {"begin_plan"}


def test_the_trail_goes_out_as_it_is_filtered_to_whoever_may_read_it():
    county = make_county("盂县")
    plan = make_plan(county)
    query = {"verb": "begin_plan", "person": plan.entered_by.name}
    answer = signed_in(make_person(Role.CITY)).get(reverse("documents:audit_export"), query)
    assert [(row["操作人"], row["操作"], row["县（区）"]) for row in records_of(answer.content)] == [
        (plan.entered_by.name, "开始填报数额核定表", "盂县")
    ]
    told = dict(load_workbook(BytesIO(answer.content))["说明"].iter_rows(values_only=True))
    assert told["筛选"] == f"操作人：{plan.entered_by.name}；操作：开始填报数额核定表"
    own = signed_in(make_person(Role.COUNTY_HEAD, make_county("平定县"))).get(reverse("documents:audit_export"))
    assert {row["县（区）"] for row in records_of(own.content)} == {"平定县"}
    assert signed_in(make_person(Role.COUNTY_CLERK)).get(reverse("documents:audit_export")).status_code == 403


def test_whoever_takes_the_trail_away_stands_in_it_with_the_columns_they_chose():
    reader = make_person(Role.CITY)
    client, address = signed_in(reader), reverse("documents:audit_export")
    client.get(address, {"columns": "choose"})
    assert not AuditEvent.objects.filter(verb="export_table").exists()
    rows = records_of(client.get(address, {"verb": "open_account"}).content)
    client.get(address, {"columns": "chosen", "column": ["act", "by"]})
    whole, part = AuditEvent.objects.filter(verb="export_table").order_by("number")
    assert (whole.by, whole.details) == (reader, {"table": "操作留痕", "rows": len(rows)})
    assert part.details["columns"] == ["操作人", "操作"]
    page = client.get(reverse("audit_trail")).text
    assert f"操作留痕；{len(rows)} 行<" in page
    assert f"操作留痕；{part.details['rows']} 行；只导出：操作人、操作<" in page
    newest = records_of(client.get(address).content)[0]
    assert (newest["操作"], newest["导出内容"]) == ("导出表格", f"操作留痕；{part.details['rows']} 行；只导出：操作人、操作")


def test_the_trail_costs_the_same_with_one_event_and_with_many(django_assert_num_queries):
    client = signed_in(make_person(Role.CITY))
    client.get(reverse("audit_trail"))
    for number in (3, 30):
        while AuditEvent.objects.count() < number:
            actions.enter_county(county=make_county(), by=None, now=NOW)
        with django_assert_num_queries(6):  # session, person, count, page, counties of the filter, unread
            client.get(reverse("audit_trail"))
        with django_assert_num_queries(7):  # session, person, events; the record of the export: savepoint, chain's head, line, release
            client.get(reverse("documents:audit_export"))


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.APPLICANT, "/my/"),
        (Role.COUNTY_CLERK, "/desk/"),
        (Role.CITY, "/desk/"),
        (Role.OPERATOR, "/admin/"),
        (Role.ASSISTANT, "/evaluation/service/"),
    ],
)
def test_everybody_starts_at_their_own_work(role, home):
    assert signed_in(make_person(role)).get(reverse("start")).url == home
