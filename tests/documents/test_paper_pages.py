"""Pages of papers: who may open what, how a file leaves, and what a waiting page says."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from bureaus import clock, outbox
from bureaus.models import OutboxItem
from documents import delivery, tasks
from documents.actions import JOB, put_down
from documents.models import OfficialPaper, PaperKind
from documents.uploads import Accept, receive
from policy.powers import Role
from tests.bureaus.factories import make_applicant, make_person, signed_in
from tests.documents.factories import NOW, make_paper, make_pdf, make_picture, make_upload
from tests.staffing.factories import make_county

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def made(**fields) -> OfficialPaper:
    paper = make_paper(**fields)
    put_down(paper=paper, pdf=make_pdf(), now=NOW)
    return OfficialPaper.objects.get(pk=paper.pk)


def page_of(paper: OfficialPaper) -> str:
    return reverse("documents:paper", args=[paper.code])


def pdf_of(paper: OfficialPaper) -> str:
    return reverse("documents:paper_pdf", args=[paper.code])


def test_everybody_may_open_a_public_paper(client):
    paper = made()
    answer = client.get(pdf_of(paper))
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, make_pdf(), "application/pdf")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "public, max-age=600")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(paper.title)}.pdf"
    assert client.get(pdf_of(paper), {"inline": ""})["Content-Disposition"].startswith("inline;")


def test_everybody_may_prove_a_public_paper(client):
    paper = made()
    page = client.get(page_of(paper)).content.decode().replace("<wbr>", "")
    for fact in (paper.title, paper.paper_number, paper.issuer, paper.code, paper.sha256, "2024年3月18日"):
        assert fact in page


def test_of_a_personal_paper_strangers_learn_kind_issuer_and_day_alone(client):
    paper = made(person=make_applicant(name="李昇昇"), title="报名回执 000123")
    page = client.get(page_of(paper)).content.decode()
    for fact in ("报名回执", paper.issuer, "2024年3月18日"):
        assert fact in page
    for secret in ("000123", "李昇昇", paper.sha256, "下载"):
        assert (secret, secret in page.replace("本人登录后可以下载全文", "")) == (secret, False)
    assert client.get(page_of(paper))["Cache-Control"] == "private, no-store"


def test_of_a_paper_between_bureaus_strangers_learn_its_number_too_and_not_its_title(client):
    county = make_county()
    filed = made(kind=PaperKind.FILED_NOTICE, county=county, title="演示方案备案通知", paper_number="阳司协备〔2024〕1号", is_public=False)
    page = client.get(page_of(filed)).text
    for fact in ("备案通知", "阳司协备〔2024〕1号", "阳泉市司法局", "2024年3月18日", "这是不公开的公文"):
        assert fact in page
    assert "演示方案" not in page
    receipt = made(kind=PaperKind.FILING_RECEIPT, about=filed, county=county, is_public=False)
    assert receipt.issuer == county.justice_bureau


def test_a_personal_paper_asks_a_visitor_to_sign_in(client):
    paper = made(person=make_applicant())
    assert client.get(pdf_of(paper)).url == f"{reverse('account_login')}?next={pdf_of(paper)}"


@pytest.mark.parametrize(
    ("role", "own_county", "status"),
    [
        (Role.APPLICANT, True, 404),
        (Role.COUNTY_CLERK, True, 200),
        (Role.COUNTY_CLERK, False, 404),
        (Role.COUNTY_HR, True, 200),
        (Role.OFFICE, True, 404),
        (Role.CITY, False, 200),
        (Role.OPERATOR, False, 404),
    ],
)
def test_a_personal_paper_is_for_its_person_the_county_and_the_city(role, own_county, status):
    county = make_county()
    paper = made(person=make_applicant(), county=county)
    reader = make_applicant() if role is Role.APPLICANT else make_person(role, county if own_county else None)
    assert signed_in(reader).get(pdf_of(paper)).status_code == status


def test_its_person_opens_a_personal_paper_and_no_cache_keeps_it():
    person = make_applicant()
    answer = signed_in(person).get(pdf_of(made(person=person)))
    assert (answer.status_code, set(answer["Cache-Control"].split(", "))) == (200, {"private", "no-store"})


def test_a_paper_that_is_not_there_and_one_that_is_not_yours_answer_alike():
    browser = signed_in(make_applicant())
    absent, foreign = browser.get("/papers/0123456789abcdef.pdf"), browser.get(pdf_of(made(person=make_applicant())))
    assert (absent.status_code, foreign.status_code) == (404, 404)
    assert browser.get("/papers/0123456789abcdef").status_code == 404


@pytest.mark.parametrize(
    "address", ["/papers/..%2f..%2fetc.pdf", "/papers/ABCDEF0123456789", "/papers/0123.pdf", "/media/", "/papers/0123456789abcdef%00.pdf"]
)
def test_no_other_address_leads_to_a_file(address):
    assert signed_in(make_applicant()).get(address).status_code == 404


def test_a_code_is_typed_from_paper(client):
    paper = made()
    typed = f" {paper.code[:8]} {paper.code[8:].upper()} "
    assert client.get(reverse("documents:verify"), {"code": typed}).url == page_of(paper)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请输入公文末尾的核验码。"),
        ("123", "核验码应为 16 位数字或字母 a—f，请对照公文核对。"),
        ("0123456789abcdef", "没有找到这个核验码对应的公文。请对照公文末尾的核验码再输一次；仍然找不到的，请向发文单位核实。"),
    ],
)
def test_a_wrong_code_is_told_what_to_do(client, typed, sentence):
    answer = client.get(reverse("documents:verify"), {"code": typed})
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ({}, "这份公文正在排版，通常不到一分钟。"),
        ({"fault": tasks.WAITING_FOR_FONTS}, "等待字体安装完成，装好后自动生成。"),
        ({"fault": "OperationalError"}, "生成时遇到问题，系统会自动再试，您不用重新提交。"),
        ({"fault": "OperationalError", "failed_at": NOW}, "这份公文没有生成成功。内容已经保存，请联系发文单位，由系统管理员重新生成。"),
        ({"fault": tasks.TOO_SLOW, "failed_at": NOW}, "这份公文内容过多，生成超时。请拆分后重新制作。"),
    ],
)
def test_a_page_that_waits_says_for_what(client, outcome, sentence):
    paper = make_paper()
    OutboxItem.objects.filter(job=JOB).update(**outcome)
    page = client.get(page_of(paper)).content.decode()
    assert (sentence in page, "every 3s" in page) == (True, "failed_at" not in outcome)
    assert client.get(pdf_of(paper)).url == page_of(paper)


def test_a_paper_that_is_made_waits_no_more(client):
    paper = make_paper()
    assert outbox.drain("documents", now=clock.now) == 1
    page = client.get(page_of(paper)).content.decode()
    assert ("hx-get" in page, pdf_of(paper) in page) == (False, True)


def test_a_picture_may_be_looked_at_and_runs_nothing():
    photo = receive(make_upload(make_picture(), "照片.png"), by=make_applicant(), now=NOW, accept=Accept.PHOTO)
    answer = delivery.hand_out(photo, inline=True)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/jpeg", "inline; filename*=utf-8''%E7%85%A7%E7%89%87.jpg")
    assert (answer["Content-Security-Policy"], answer["Cache-Control"]) == (delivery.SANDBOX, "private, no-store")


def test_a_pdf_from_outside_is_saved_and_never_opened_in_the_portal():
    file = receive(make_upload(make_pdf(), '证"书\r\n.pdf'), by=make_applicant(), now=NOW, accept=Accept.PAPER)
    answer = delivery.hand_out(file, inline=True)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%22%E4%B9%A6.pdf"


def test_a_table_is_handed_out_under_its_name():
    answer = delivery.export_response("花名册.xlsx", b"PK")
    assert (answer["Content-Disposition"], answer.content) == ("attachment; filename*=utf-8''%E8%8A%B1%E5%90%8D%E5%86%8C.xlsx", b"PK")


def test_the_policy_of_a_file_reaches_the_reader(client):
    assert client.get(pdf_of(made()))["Content-Security-Policy"] == delivery.OWN
