"""What comes out of the press, read back from the PDF: the page of GB/T 9704-2012, every paper's facts, and nothing fetched."""

import signal
import threading
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pypdfium2
import pytest
from django.utils.safestring import mark_safe

from bureaus import clock, outbox
from documents import tasks, typesetting
from documents.models import OfficialPaper, StoredFile
from documents.sources import compose
from documents.templatetags.paper import period, title_lines
from documents.uploads import Accept, receive
from policy.duties import DUTIES
from policy.powers import Role
from tests.documents.factories import NOW, make_paper, make_picture, make_upload, notice_words
from tests.staffing.factories import make_county, make_user
from tests.staffing.refusals import refused

MILLIMETRE = 72 / 25.4


def make_draft(title: str = "公开招聘司法协理员公告", **fields: Any) -> OfficialPaper:
    return OfficialPaper(title=title, code="0123456789abcdef", **({"paper_number": "平司发〔2024〕9号"} | fields))


def pdf_of(template: str, context: dict[str, Any], *, pictures: tuple[int, ...] = (), **draft: Any) -> pypdfium2.PdfDocument:
    source = compose(make_draft(**draft), template=f"documents/{template}.html", context=context)
    return pypdfium2.PdfDocument(typesetting.typeset(source, pictures=pictures))


def lines_of(page: pypdfium2.PdfPage) -> list[str]:
    return [line for line in page.get_textpage().get_text_range().splitlines() if line.strip()]


def text_of(document: pypdfium2.PdfDocument) -> str:
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def box_of(page: pypdfium2.PdfPage, text: str) -> tuple[int, int, int, int]:
    """Where a text stands on A4, in millimetres from the left and from the top: left, top, right, bottom."""
    written = page.get_textpage()
    index, count = written.search(text).get_next()
    boxes = [written.get_charbox(index + place) for place in range(count)]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    top, bottom = (297 - edge / MILLIMETRE for edge in (max(box[3] for box in boxes), min(box[1] for box in boxes)))
    return round(left / MILLIMETRE), round(top), round(right / MILLIMETRE), round(bottom)


def test_a_page_holds_22_lines_of_28_characters():
    body = mark_safe(f"<p>{'国' * 28 * 60}</p>")
    document = pdf_of("notice", notice_words(["平定县司法局"], body))
    *lines, number = lines_of(document[1])
    assert [round(side / MILLIMETRE) for side in document[1].get_size()] == [210, 297]
    assert ([len(line) for line in lines], number) == ([28] * 22, "— 2 —")


def test_an_official_paper_has_its_parts_in_their_places():
    words = notice_words(["平定县司法局"], mark_safe("<p>现将有关事项公告如下。</p>")) | {"attachments": ["岗位表", "承诺书"]}
    page, last = pdf_of("notice", words)
    assert box_of(page, "平定县司法局")[1] >= 37 + 35
    left, _, right, _ = box_of(page, "平司发〔2024〕9号")
    assert abs(left + right - (28 + 210 - 26)) <= 2  # centred in the type area
    assert box_of(page, "现将")[0] == 28 + 11  # two characters in
    assert box_of(page, "2024年3月18日")[2] in (161, 162)  # four characters from the right edge
    assert box_of(last, "平定县司法局办公室")[3] in (260, 261)  # 版记 ends at the lower edge of the type area, 262 mm
    assert box_of(page, "— 1 —")[1] > 262
    assert [line for line in lines_of(page) + lines_of(last) if line.startswith(("附件", "2.", "（此件", "抄送"))] == [
        "附件：1. 岗位表", "2. 承诺书", "（此件公开发布）", "抄送：阳泉市司法局。",
    ]  # fmt: skip


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left():
    document = pdf_of("notice", notice_words(["平定县司法局"], mark_safe(f"<p>{'国' * 28 * 60}</p>")))
    assert (box_of(document[0], "— 1 —")[2] > 170, box_of(document[1], "— 2 —")[0] < 40) == (True, True)


def test_two_bureaus_share_one_head_and_sign_side_by_side():
    page = pdf_of("notice", notice_words(["平定县司法局", "平定县人力资源和社会保障局"], mark_safe("<p>特此公告。</p>")))[0]
    text = "".join(page.get_textpage().get_text_range().split())
    assert text.startswith("平定县司法局平定县人力资源和社会保障局文件")
    assert "平定县司法局平定县人力资源和社会保障局2024年3月18日" in text.replace("\ufffe", "")


def test_a_long_table_repeats_its_header():
    rows = "".join(f"<tr><td>{number}</td><td>李昇</td></tr>" for number in range(90))
    body = mark_safe(f"<table><thead><tr><th>序号</th><th>姓名栏</th></tr></thead><tbody>{rows}</tbody></table>")
    document = pdf_of("notice", notice_words(["平定县司法局"], body))
    texts = [page.get_textpage().get_text_range() for page in document]
    assert ["姓名栏" in text for text in texts if "李昇" in text] == [True] * 4


def test_a_rare_name_is_not_an_empty_box():
    assert "李𬀩昇堃喆" in text_of(pdf_of("notice", notice_words(["平定县司法局"], mark_safe("<p>李𬀩昇堃喆</p>"))))


def ticket_words(photo: StoredFile | None = None) -> dict[str, Any]:
    starts_at = datetime(2024, 5, 25, 9, 0, tzinfo=clock.BEIJING)
    words = {"name": "李昇", "sex": "女", "id_number": "14030219920229001X", "vacancy": "冠山司法所", "ticket_number": "02403210011"}
    words |= {"site": "平定县第一中学", "address": "冠山镇东大街88号", "room": 1, "seat": 17, "subject": "公共基础知识", "photo": photo}
    return words | {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "rules": ["带身份证。", "开考30分钟后不得入场。"]}


@pytest.mark.django_db
def test_an_admission_ticket_is_one_page_with_photo_and_every_fact():
    photo = receive(make_upload(make_picture()), by=make_user(Role.APPLICANT), now=NOW, accept=Accept.PHOTO)
    document = pdf_of("admission_ticket", ticket_words(photo), pictures=(photo.pk,), title="准考证", county=make_county())
    text = text_of(document)
    facts = ["准考证号02403210011", "姓名李昇性别女", "14030219920229001X", "冠山司法所", "公共基础知识", "2024年5月25日9:00—11:00"]
    facts += ["平定县第一中学冠山镇东大街88号", "第1考场座位17号", "1.带身份证。2.开考30分钟后不得入场。", "核验码：0123456789abcdef"]
    assert [fact for fact in facts if fact not in text] == []
    assert (len(document), pictures_in(document)) == (1, 1)


def pictures_in(document: pypdfium2.PdfDocument) -> int:
    return sum(len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in document)


@pytest.mark.django_db
def test_a_paper_shows_no_picture_that_is_not_its_own():
    photo = receive(make_upload(make_picture()), by=make_user(Role.APPLICANT), now=NOW, accept=Accept.PHOTO)
    assert pictures_in(pdf_of("admission_ticket", ticket_words(photo), pictures=(photo.pk + 1,), title="准考证")) == 0


@pytest.mark.django_db
def test_a_ticket_whose_photo_cannot_be_read_is_not_made():
    stored = receive(make_upload(make_picture()), by=make_user(Role.APPLICANT), now=NOW, accept=Accept.PHOTO)
    stored.content.storage.delete(stored.content.name)
    with pytest.raises(typesetting.FatalURLFetchingError):
        pdf_of("admission_ticket", ticket_words(stored), pictures=(stored.pk,), title="准考证")


def test_a_receipt_says_the_second_and_what_comes_next():
    words = {"number": "000123", "name": "李昇", "id_number": "1403**********001X", "round": "平定县公开招聘", "vacancy": "冠山司法所"}
    words |= {"submitted_at": NOW.replace(second=58), "next_steps": ["等待资格审查。"], "contact": "平定县司法局 0353-6060000"}
    text = text_of(pdf_of("receipt", words, title="报名回执"))
    for fact in ("报名序号000123", "1403**********001X", "2024年3月18日09:00:58", "1.等待资格审查。", "0353-6060000"):
        assert fact in text


def test_a_contract_says_everything_article_17_asks_for():
    words = {
        "employer": {"name": "平定县司法局", "address": "平定县冠山镇", "representative": "王某"},
        "assistant": {"name": "李昇", "sex": "女", "id_number": "14030219920229001X", "address": "平定县东街8号", "phone": "13800000000"},
        "starts_on": date(2024, 9, 1), "ends_on": date(2027, 8, 31), "probation_ends_on": None,
        "office": "冠山司法所", "place": "平定县冠山镇", "duties": [duty.clause.quote for duty in DUTIES],
        "hours": "每周四十小时。", "leave": "依法休假。", "pay": "月工资3500元。", "pay_day": 10, "insurance": "依法参加社会保险。",
        "protection": "提供劳动保护。", "kind": "劳动合同", "other_terms": [],
    }  # fmt: skip
    text = text_of(pdf_of("contract", words, title="司法协理员聘用合同"))
    contents = ["甲方（用人单位）：平定县司法局", "主要负责人：王某", "居民身份证号码：14030219920229001X", "住址：平定县东街8号"]
    contents += [
        "自2024年9月1日起至2027年8月31日止。不约定试用期。",
        "岗位在冠山司法所",
        "工作地点为平定县冠山镇",
        "每周四十小时。",
        "依法休假。",
    ]
    contents += ["月工资3500元。", "每月10日前", "依法参加社会保险。", "提供劳动保护。", *words["duties"]]
    assert [content for content in contents if content not in text] == []


def test_a_filing_sheet_of_13_offices_is_one_page_across():
    line = {"established_posts": 2, "in_post": 1, "serving": 0, "planned_internal": 1, "planned_public": 1, "total": 4}
    words = {"county": "盂县", "year": 2024, "lines": [line | {"office": f"第{number}司法所"} for number in range(13)]}
    words |= {"totals": {key: value * 13 for key, value in line.items()}, "check": "所均 4 人，达到要求。", "submitted_on": NOW.date()}
    words |= {"determined_by": "赵一", "countersigned_by": "钱二", "submitted_by": "孙三", "opinion": "同意。", "filed_on": NOW.date()}
    words |= {"filing_number": "阳司备〔2024〕3号"}
    document = pdf_of("quota_filing", words, title="盂县2024年司法协理员数额核定备案表")
    assert (len(document), document[0].get_size()[0] > document[0].get_size()[1]) == (1, True)
    assert "合计（13个司法所）26130131352" in text_of(document)
    assert "准予备案。备案号：阳司备〔2024〕3号" in text_of(document)


@pytest.fixture
def canary():
    """A server that counts who comes."""
    visits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()


def test_the_press_reads_no_file_and_calls_nobody(canary, tmp_path):
    address, visits = canary
    (tmp_path / "secret.txt").write_text("机密")
    (tmp_path / "style.css").write_text("p::after { content: '泄露' }")
    hostile = f"""<p>正文</p><link rel="attachment" href="file://{tmp_path}/secret.txt"><link rel="stylesheet" href="file://{tmp_path}/style.css">
      <a rel="attachment" href="file://{tmp_path}/secret.txt">附</a><img src="{address}/a.png"><img src="file://{tmp_path}/secret.txt">
      <style>@import url({address}/b.css); p {{ background: url({address}/c.png) }}</style><object data="{address}/d"></object>
      <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{address}/e.png" width="9" height="9"/></svg>
      <img src="private:1"><link rel="stylesheet" href="static:../../yangquan_portal/settings.py">"""
    document = pdf_of("notice", notice_words(["平定县司法局"], mark_safe(hostile)))
    assert (visits, document.count_attachments(), "泄露" in text_of(document), pictures_in(document)) == ([], 0, False, 0)


def test_the_canary_would_have_sung(canary):
    """The control of the test before: WeasyPrint's own fetcher does go there."""
    address, visits = canary
    typesetting.HTML(string=f"<img src='{address}/a.png'>").write_pdf()
    assert visits == ["/a.png"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the alarm may ring where Python passes over it
@pytest.mark.django_db
def test_a_paper_that_takes_too_long_is_stopped_with_a_sentence(monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 1)
    paper = make_paper(context=notice_words(["平定县司法局"], mark_safe("<table><tr><td colspan=100000>甲</td></tr></table>")))
    with refused(outbox.Explained, "这份公文内容过多，生成超时。请拆分后重新制作。"):
        tasks.render_paper(paper.pk)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("聘用合同", "聘用合同"),
        ("平定县2024年面向社会公开招聘司法协理员公告", "平定县2024年面向社会<br>公开招聘司法协理员公告"),
        ("平定县2024年面向社会公开招聘司法协理员拟聘用人员公示", "平定县2024年面向社会<br>公开招聘司法协理员拟聘用人员公示"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_a_title_breaks_between_words(title, lines):
    assert title_lines(title) == lines


def test_an_exam_over_midnight_names_both_days():
    starts_at = datetime(2024, 5, 25, 23, 0, tzinfo=clock.BEIJING)
    assert period(starts_at, starts_at + timedelta(hours=2)) == "2024年5月25日 23:00—2024年5月26日 1:00"
