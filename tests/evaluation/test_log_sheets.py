"""Log entries by sheet: shown first, all of them handed in or none, none of them twice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bureaus import clock
from bureaus.acts import Impossible
from bureaus.models import AuditEvent
from documents.models import StoredFile
from documents.spreadsheets import write
from evaluation import actions
from evaluation.log_sheets import ENTRIES
from evaluation.models import LogEntry
from tests.evaluation.factories import MONDAY, account_of, at, confirm, make_entry, make_serving, office_of
from tests.recruitment.stages import make_calendar
from tests.staffing.queries import queries_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

MEDIATION, CORRECTION = "1．指导调解", "4．社区矫正"
GOOD = {"day": MONDAY, "duty": MEDIATION, "counted": "调解纠纷 2 件", "text": "协助李所长调解邻里纠纷。", "officer": None}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(at(2024, 3, 5)):
        yield


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def signed_in(assistant):
    client = Client()
    client.force_login(account_of(assistant))
    return client


def upload(client, *rows):
    """Send the rows as a sheet; returns the page that shows what they would add."""
    answer = client.post(url("log_upload"), {"file": SimpleUploadedFile("日志.xlsx", write(ENTRIES, rows))})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_a_sheet_is_shown_first_and_then_handed_in_as_a_whole():
    assistant = make_serving()
    client = signed_in(assistant)
    page = upload(client, GOOD, {**GOOD, "day": date(2024, 3, 5), "duty": CORRECTION, "counted": None, "officer": "李所长"})
    shown = client.get(page)
    assert (shown.context["reading"].counts, LogEntry.objects.count()) == ([("有错误", 0), ("新增", 2), ("有变化", 0), ("无变化", 0)], 0)
    answer = client.post(page, {"digest": shown.context["reading"].digest})
    assert (answer.status_code, answer.url) == (302, url("log"))
    kept = LogEntry.objects.order_by("day").values_list("day", "duty", "measures", "text", "officer", "state")
    assert list(kept) == [
        (MONDAY, 1, {"mediated": 2}, GOOD["text"], "", "submitted"),
        (date(2024, 3, 5), 4, {}, GOOD["text"], "李所长", "submitted"),
    ]
    assert AuditEvent.objects.filter(verb="hand_in_entry", details__by_sheet=True).count() == 2


def test_the_same_sheet_again_adds_nothing():
    client = signed_in(make_serving())
    for _ in range(2):
        page = upload(client, GOOD)
        client.post(page, {"digest": client.get(page).context["reading"].digest})
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": date(2024, 3, 6)}, "还没有到这一天，不能填日志。"),
        ({"day": date(2024, 2, 29)}, "司法协理员岗位在司法所：这一天还没有派到司法所，请先由县（区）司法局调配。"),
        ({"counted": "走访 2 次"}, "“指导调解”的数量请写成“调解纠纷 1 件，调解成功 1 件，排查 1 次”这样，没有的不写。"),
        ({"text": "调解邻里纠纷。"}, "“指导调解”是协助司法所做的工作，请写明“协助”谁、做了什么。"),
        ({"duty": CORRECTION, "counted": None}, "“社区矫正”由司法所工作人员承办，司法协理员协助，请写明承办人。"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_handed_in(wrong, sentence):
    client = signed_in(make_serving())
    page = upload(client, GOOD, {**GOOD, **wrong})
    reading = client.get(page).context["reading"]
    assert [line.faults for line in reading.lines] == [[], [sentence]]
    assert client.post(page, {"digest": reading.digest}).status_code == 200
    assert LogEntry.objects.count() == 0
    assert client.get(url("log_errors", StoredFile.objects.get().pk)).status_code == 200


def test_a_confirmed_month_takes_no_more_by_sheet():
    make_calendar()
    assistant = make_serving()
    with clock.standing_at(at(2024, 3, 31)):
        confirm(office_of(assistant))
        client = signed_in(assistant)
        reading = client.get(upload(client, GOOD)).context["reading"]
        assert [line.faults for line in reading.lines] == [["2024年3月已经由司法所确认，日志不能再填。"]]


def test_one_that_may_not_be_handed_in_keeps_out_all():
    assistant = make_serving()
    good = {"day": MONDAY, "duty": 1, "measures": {}, "text": "协助调解。", "officer": ""}
    with refused(Impossible, "还没有到这一天，不能填日志。"):
        actions.hand_in_entries(
            assistant=assistant, entries=[good, {**good, "day": date(2024, 3, 6)}], by=account_of(assistant), now=at(2024, 3, 5)
        )
    assert LogEntry.objects.count() == 0


def test_the_same_entries_sent_twice_are_handed_in_once():
    assistant = make_serving()
    good = {"day": MONDAY, "duty": 1, "measures": {}, "text": "协助调解。", "officer": ""}

    def send():
        return actions.hand_in_entries(assistant=assistant, entries=[good], by=account_of(assistant), now=at(2024, 3, 5))

    assert len(send()) == 1
    with refused(Impossible, "表格里的日志刚才已经提交过，没有重复提交。请回到工作日志查看。"):
        send()
    assert LogEntry.objects.count() == 1


def test_a_row_that_stands_twice_in_a_sheet_is_named():
    client = signed_in(make_serving())
    reading = client.get(upload(client, GOOD, GOOD)).context["reading"]
    assert [line.faults for line in reading.lines] == [[], ["与前面的一行相同，同一条日志只填一行。"]]


def test_what_one_has_uploaded_is_not_anothers():
    page = upload(signed_in(make_serving()), GOOD)
    assert signed_in(make_serving()).get(page).status_code == 404


def test_a_longer_sheet_asks_no_more_of_the_database():
    assistant = make_serving()
    make_entry(assistant)
    client = signed_in(assistant)
    asked = []
    for number in (1, 3):
        page = upload(client, *({**GOOD, "text": f"协助调解 {row}。"} for row in range(number)))
        asked.append(queries_of(client, page))
    assert asked[0] == asked[1]
