"""The duty log: an entry per act, of a day served, in words that say it assists, frozen with its month."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bureaus import clock
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from bureaus.tenancy import Stale
from evaluation import actions
from evaluation.models import EntryFile, EntryState, LogEntry
from policy.duties import DUTIES
from policy.powers import Role
from staffing.models import Posting
from tests.documents.factories import make_picture, make_upload
from tests.evaluation.factories import BEGUN, MONDAY, account_of, at, confirm, head_of, make_entry, make_serving, office_of
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import NOW, make_county, make_document, make_filed_plan, make_office, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

FROZEN = "2024年3月已经由司法所确认，日志和考勤不能再改。确需更正的，请县（区）司法局重新开放。"
FUTURE = "还没有到这一天，不能填日志。"
NOT_POSTED = "司法协理员岗位在司法所：这一天还没有派到司法所，请先由县（区）司法局调配。"


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(at(2024, 3, 4)):
        yield


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def begin(assistant, *, day=MONDAY, duty=1, now=BEGUN):
    return actions.begin_entry(assistant=assistant, day=day, duty=duty, by=account_of(assistant), now=now)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.title)
def test_each_duty_has_its_measures_and_is_handed_in(duty):
    entry = make_entry(make_serving(), duty=duty.number)
    assert (entry.state, sorted(entry.measures)) == (EntryState.SUBMITTED, sorted(each.key for each in duty.measures))
    assert entry.officer == ("李所长" if duty.names_officer else "")


def test_an_entry_belongs_to_the_office_served_that_day():
    plan = make_filed_plan(planned_public=3)
    first, second = plan.lines.all()
    assistant = make_serving(first)
    Posting.objects.update(last_day=date(2024, 3, 2))
    Posting.objects.create(assistant=assistant, office=second.office, first_day=date(2024, 3, 3))
    assert (begin(assistant, day=date(2024, 3, 2)).office, begin(assistant).office) == (first.office, second.office)


@pytest.mark.parametrize(("day", "sentence"), [(date(2024, 3, 5), FUTURE), (date(2024, 2, 29), NOT_POSTED)])
def test_no_entry_for_a_day_to_come_or_not_served(day, sentence):
    with refused(Impossible, sentence):
        begin(make_serving(), day=day)


@pytest.mark.parametrize(
    ("duty", "words", "sentence"),
    [
        (4, {"officer": " "}, "“社区矫正”由司法所工作人员承办，司法协理员协助，请写明承办人。"),
        (1, {"text": "调解邻里纠纷。"}, "“指导调解”是协助司法所做的工作，请写明“协助”谁、做了什么。"),
        (1, {"text": " "}, "请写明做了什么。"),
    ],
)
def test_what_is_missing_is_said_and_the_draft_is_kept(duty, words, sentence):
    assistant = make_serving()
    with refused(Impossible, sentence):
        make_entry(assistant, duty=duty, **words)
    assert LogEntry.objects.get().state == EntryState.DRAFT


def test_a_draft_may_lack_everything_and_is_seen_by_its_writer_alone():
    assistant = make_serving()
    draft = make_entry(assistant, hand_in=False, text="", officer="")
    office = office_of(assistant)
    assert list(LogEntry.objects.visible_to(account_of(assistant))) == [draft]
    for reader in (head_of(office), staff(office.county, Role.COUNTY_CLERK)):
        assert list(LogEntry.objects.visible_to(reader)) == []


def test_a_draft_is_dropped_and_what_was_handed_in_is_not():
    assistant = make_serving()
    actions.discard_entry(entry=begin(assistant), by=account_of(assistant), now=NOW)
    entry = make_entry(assistant)
    with refused(Impossible, "提交过的日志不能删除。"):
        actions.discard_entry(entry=entry, by=account_of(assistant), now=NOW)


def test_the_head_of_the_office_sends_back_with_a_reason_and_the_writer_is_told_and_hands_in_again():
    assistant = make_serving()
    entry, head = make_entry(assistant), head_of(office_of(assistant))
    with refused(Impossible, "请写明退回的理由。"):
        actions.return_entry(entry=entry, reason=" ", by=head, seen=entry.version, now=NOW)
    entry = actions.return_entry(entry=entry, reason="请写明地点。", by=head, seen=entry.version, now=NOW)
    assert Message.objects.get(letter="entry_returned").recipient == account_of(assistant)
    by = account_of(assistant)
    words = {"text": "协助李所长在王庄调解。", "officer": "", "hand_in": True}
    entry = actions.word_entry(entry=entry, **words, by=by, seen=entry.version, now=at(2024, 3, 4, 11))
    assert entry.state == EntryState.SUBMITTED


def test_only_the_writer_writes_and_only_the_own_office_sends_back():
    assistant = make_serving()
    entry, office = make_entry(assistant), office_of(assistant)
    stranger = account_of(make_serving())
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        actions.count_entry(entry=entry, measures={}, by=stranger, seen=entry.version, now=NOW)
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        actions.return_entry(entry=entry, reason="x", by=head_of(make_office(office.county)), seen=entry.version, now=NOW)
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.CITY, Role.DISCIPLINE):
        user = make_user(role, None if role is Role.CITY else office.county)
        with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
            actions.return_entry(entry=entry, reason="x", by=user, seen=entry.version, now=NOW)
        with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
            actions.begin_entry(assistant=assistant, day=MONDAY, duty=1, by=user, now=NOW)


def test_an_older_version_is_refused():
    assistant = make_serving()
    entry = begin(assistant)
    actions.count_entry(entry=entry, measures={}, by=account_of(assistant), seen=1, now=NOW)
    with pytest.raises(Stale):
        actions.count_entry(entry=entry, measures={"mediated": 1}, by=account_of(assistant), seen=1, now=NOW)


def test_who_has_left_writes_nothing_more():
    assistant = make_serving()
    by = account_of(assistant)
    Posting.objects.update(last_day=date(2024, 3, 3))
    with refused(Impossible, NOT_POSTED):
        actions.begin_entry(assistant=assistant, day=MONDAY, duty=1, by=by, now=NOW)


# --- past the form ---------------------------------------------------------------------------------------------------


def write(assistant, **changes):
    facts = {"office": office_of(assistant), "day": MONDAY, "duty": 1, "written_at": at(2024, 3, 4)} | changes
    return lambda: LogEntry.objects.create(assistant=assistant, **facts)


HANDED_IN = {"state": "submitted", "text": "协助调解", "submitted_at": at(2024, 3, 4)}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("entry_is_of_a_duty", {"duty": 13}),
        ("entry_names_its_officer", {**HANDED_IN, "duty": 4}),
        ("entry_says_it_assists", {**HANDED_IN, "text": "调解"}),
        ("entry_handed_in_says_when", {**HANDED_IN, "submitted_at": None}),
        ("returned_entry_says_why", {**HANDED_IN, "state": "returned"}),
        ("day_served", {"day": date(2024, 2, 29)}),
        ("entry_not_in_the_future", {"day": date(2024, 3, 5)}),
        ("entry_measures_are_counts", {"measures": {"mediated": -1}}),
        ("entry_measures_are_counts", {"measures": {"mediated": "两件"}}),
        ("entry_measures_are_counts", {"measures": [1]}),
    ],
)
def test_constraints_of_an_entry_hold_past_the_form(name, changes):
    assistant = make_serving()
    assert refusal(write(assistant, **changes))[0] == name
    write(assistant, **HANDED_IN)()  # the control: what is in order is taken


def test_a_file_belongs_to_an_entry_once():
    assistant = make_serving()
    entry, stored = make_entry(assistant), make_document(account_of(assistant))
    EntryFile(entry=entry, stored=stored).save()  # the control: once is taken
    assert refusal(EntryFile(entry=entry, stored=stored).save) == ("one_attachment_once", "这个附件已经在这条日志里。")


def test_a_confirmed_month_takes_refuses_and_loses_no_entry_and_no_file():
    make_calendar()
    assistant = make_serving()
    entry, draft = make_entry(assistant), make_entry(assistant, hand_in=False)
    stored = EntryFile.objects.create(entry=entry, stored=make_document(account_of(assistant)))
    confirm(office_of(assistant))
    later = {"written_at": at(2024, 4, 2)}
    frozen = ("month_confirmed", FROZEN)
    assert refusal(write(assistant, **later)) == frozen
    assert refusal(lambda: LogEntry.objects.filter(pk=entry.pk).update(text="协助别的")) == frozen
    assert refusal(lambda: LogEntry.objects.filter(pk=draft.pk).delete()) == frozen
    assert refusal(lambda: EntryFile.objects.filter(pk=stored.pk).delete()) == frozen
    assert refusal(sql("UPDATE evaluation_logentry SET day = '2024-03-01' WHERE id = %s", entry.pk)) == frozen
    write(assistant, day=date(2024, 4, 1), **later)()  # the control: the next month is open


def test_what_was_handed_in_is_not_deleted_past_the_form():
    entry = make_entry(make_serving())
    assert refusal(lambda: entry.delete())[0] == "entry_kept"


# --- pages -----------------------------------------------------------------------------------------------------------


def test_three_short_pages_with_at_most_five_fields_each(client):
    assistant = make_serving()
    client.force_login(account_of(assistant))
    made = client.post(url("log_new"), {"day": "2024-03-04", "duty": "4"})
    entry = LogEntry.objects.get()
    assert made.url == url("log_measures", entry.pk)
    pages = [client.get(url("log_new")), client.get(made.url), client.get(url("log_words", entry.pk))]
    assert [len(page.context["form"].visible_fields()) for page in pages] == [2, 4, 3]
    sent = {"seen": 1, "visits": "2", "talks": "", "lessons": "0", "charity": "１"}
    assert client.post(made.url, sent).url == url("log_words", entry.pk)
    words = {
        "seen": 2,
        "text": "协助走访。",
        "officer": "李所长",
        "papers": [make_upload(make_picture(), "走访.jpg"), make_upload(make_picture(), "谈话.jpg")],
    }
    assert client.post(url("log_words", entry.pk), words).url == f"{url('log')}?month=2024-03"
    entry.refresh_from_db()
    assert (entry.state, entry.measures, entry.files.count()) == ("submitted", {"visits": 2, "charity": 1}, 2)
    text = client.get(url("log")).text
    assert ("走访 2 次，公益活动 1 次" in text, "附件 2" in text) == (True, True)


def test_yesterdays_entry_is_repeated_under_a_new_day(client):
    assistant = make_serving()
    like = make_entry(assistant, day=date(2024, 3, 2))
    client.force_login(account_of(assistant))
    assert f"?like={like.pk}" in client.get(url("log")).text
    client.post(f"{url('log_new')}?like={like.pk}", {"day": "2024-03-04", "duty": "1"})
    copy = LogEntry.objects.latest("pk")
    assert (copy.day, copy.text, copy.measures, copy.state) == (MONDAY, like.text, like.measures, "draft")


def test_a_refusal_keeps_what_was_typed(client):
    assistant = make_serving()
    client.force_login(account_of(assistant))
    entry = begin(assistant)
    answer = client.post(url("log_words", entry.pk), {"seen": 1, "text": "调解了三起纠纷"})
    assert ("请写明“协助”谁、做了什么" in answer.text, "调解了三起纠纷" in answer.text) == (True, True)
    answer = client.post(url("log_words", entry.pk), {"seen": 99, "text": "协助调解三起"})
    assert ("再次保存就以本页为准" in answer.text, "协助调解三起" in answer.text) == (True, True)


def test_anothers_entry_is_not_found_and_a_confirmed_one_offers_no_change(client):
    make_calendar()
    mine, other = make_serving(), make_serving()
    foreign, own = make_entry(other), make_entry(mine)
    client.force_login(account_of(mine))
    for name in ("log_entry", "log_duty", "log_measures", "log_words", "log_discard"):
        assert client.get(url(name, foreign.pk)).status_code == 404
    assert "修改内容" in client.get(url("log_entry", own.pk)).text
    confirm(office_of(mine))
    assert "修改内容" not in client.get(url("log_entry", own.pk)).text
    with clock.standing_at(at(2024, 4, 1)):
        later = Client()
        later.force_login(account_of(mine))
        answer = later.post(url("log_new"), {"day": "2024-03-29", "duty": "1"})
    assert FROZEN in answer.text


@pytest.mark.parametrize("name", ["log", "service", "my_leave"])
def test_an_assistants_page_asks_the_same_whatever_the_rows(client, name):
    assistant = make_serving()
    make_entry(assistant)
    client.force_login(account_of(assistant))
    one = queries_of(client, url(name))
    for _ in range(2):
        make_entry(assistant)
    assert (queries_of(client, url(name)), one <= 15) == (one, True)


def test_other_roles_do_not_open_an_assistants_pages(client):
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.OFFICE, Role.APPLICANT, Role.CITY):
        county = make_county()
        user = make_user(role, county if role not in (Role.CITY, Role.APPLICANT) else None, office=county.offices.first())
        client.force_login(user)
        assert client.get(url("service")).status_code == 403


def test_an_assistant_on_no_roster_is_told(client):
    client.force_login(make_user(Role.ASSISTANT))
    assert "您的账号还没有对应的花名册记录" in client.get(url("service")).text
    assert client.get(url("log")).status_code == 404


def test_the_month_is_exported(client):
    make_entry(make_serving())
    client.force_login(account_of(LogEntry.objects.get().assistant))
    answer = client.get(url("log_export"))
    assert answer["Content-Type"].endswith("sheet")
