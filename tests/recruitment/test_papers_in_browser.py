"""A phone in front of the registration: the photo is framed there, a cut line is mended, the closing instant comes without a reload."""

import os
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from bureaus import clock
from bureaus.models import ClockShift
from documents.pictures import PHOTO, PHOTO_BYTES
from recruitment.models import Application
from tests.documents.factories import make_pdf
from tests.looking import enter, faults
from tests.recruitment.factories import CLOSES, OPEN, fill_in, make_announced_round, make_application, make_draft
from tests.staffing.factories import make_county

PHONE = 375

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(site):
    """The server, at the time the registration is open."""
    ClockShift.objects.create(pk=1, shift=OPEN - clock.now())
    return site


@pytest.fixture
def open_window(browser, address):
    """Windows of the width of a phone; at the end none may have complained, but of a line that the test itself had cut."""
    contexts, faults = [], []

    def open_one(application, **options):
        context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return enter(page, address, application.applicant)

    yield open_one
    for context in contexts:
        context.close()
    answers = ("ERR_INTERNET_DISCONNECTED", "status of 422")  # a refusal is an answer
    assert [fault for fault in faults if not any(word in fault for word in answers)] == []


def look(page, name):
    """A picture to look at, no wider than the phone, and nothing for axe to complain of."""
    assert faults(page, f"registration/{name}") == [], name


def phone_photo() -> bytes:
    """Twelve million points, stored lying on its side (orientation 6), with a place in it: upright, red above and blue below."""
    picture = Image.new("RGB", (4000, 3000), "#c83232")
    picture.paste("#2850be", (2000, 0, 4000, 3000))
    ImageDraw.Draw(picture).ellipse((900, 1000, 1900, 2000), fill="#e8c8a8")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (37.0, 51.0, 0.0)
    out = BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def noise() -> bytes:
    """A picture of about 400 KB, so that it is some time on its way."""
    out = BytesIO()
    Image.frombytes("RGB", (400, 400), os.urandom(400 * 400 * 3)).save(out, "JPEG", quality=95)
    return out.getvalue()


def as_file(name, content, kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": content}


def kept(application, kind):
    return [row.file for row in application.attachments.filter(kind=kind, replaced_at=None).select_related("file").order_by("place")]


def test_the_photo_is_framed_on_the_phone_and_a_cut_line_is_mended(address, open_window):
    application = make_draft()
    page = open_window(application)
    page.goto(f"{address}/my/{application.pk}/papers/")
    look(page, "papers-empty")

    sent = []
    page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")) if request.method == "POST" else None)
    page.set_input_files("#id_photo", as_file("IMG_0001.jpg", phone_photo()))
    frame = page.locator(".crop-frame")
    expect(frame).to_be_visible()
    assert [min(handle.bounding_box()["width"], handle.bounding_box()["height"]) for handle in page.locator(".crop-handle").all()] == [
        44
    ] * 4
    before = frame.bounding_box()
    corner = page.locator(".crop-handle.se").bounding_box()
    page.mouse.move(corner["x"] + 22, corner["y"] + 22)
    page.mouse.down()
    page.mouse.move(corner["x"] - 40, corner["y"] - 40)
    page.mouse.up()
    smaller = frame.bounding_box()
    assert (smaller["width"] < before["width"], round(smaller["width"] / smaller["height"], 2)) == (True, round(PHOTO[0] / PHOTO[1], 2))
    frame.focus()
    page.keyboard.press("ArrowDown")
    assert frame.bounding_box()["y"] > smaller["y"]
    page.get_by_role("button", name="上移").click()
    look(page, "photo-crop")
    page.get_by_role("button", name="用这张照片").click()
    expect(page.locator("#photo .attached img")).to_be_visible()
    assert sent[0] <= PHOTO_BYTES
    (photo,) = kept(application, "photo")
    picture = Image.open(BytesIO(photo.content.open().read()))
    assert (picture.size, dict(picture.getexif()), photo.size <= PHOTO_BYTES) == (PHOTO, {}, True)
    top, bottom = picture.getpixel((10, 10)), picture.getpixel((10, 402))
    assert (top[0] > top[2], bottom[2] > bottom[0]) == (True, True)  # upright

    page.set_input_files("#id_diploma", [as_file("a.jpg", noise()), as_file("b.jpg", noise())])
    expect(page.locator("#diploma .attached li")).to_have_count(2)
    expect(page.locator("#diploma .sending li")).to_have_count(0)

    page.context.set_offline(True)
    page.set_input_files("#id_residence", as_file("户口簿.jpg", noise()))
    failed = page.locator("#residence .sending .failed")
    expect(failed).to_contain_text("网络断了，没有传上去。")
    assert kept(application, "residence") == []
    look(page, "papers-cut")
    page.context.set_offline(False)
    expect(page.locator("#residence .attached li")).to_have_count(1)  # sent again by itself
    assert len(kept(application, "residence")) == 1

    page.set_input_files("#id_id_front", as_file("网页.jpg", b"<html><script>alert(1)</script>"))
    expect(page.locator("#id_front [role=alert]")).to_have_text("身份证人像面（网页.jpg）：只能上传 JPG、PNG 或 PDF 文件。")
    page.set_input_files("#id_preference", as_file("大.pdf", make_pdf(b"%" * 10_600_000), "application/pdf"))
    expect(page.locator("#preference .failed")).to_contain_text("文件不能超过 10 MB。这个文件有 10.1 MB。")
    expect(page.locator("form .saved")).to_have_text("已保存 10:00")  # by the portal's clock
    look(page, "papers-filled")
    page.locator("#diploma .link-button").first.click()
    expect(page.locator("#diploma .attached li")).to_have_count(1)


def test_without_script_papers_are_sent_by_one_button_and_the_server_crops(address, open_window):
    application = make_draft()
    page = open_window(application, java_script_enabled=False)
    page.goto(f"{address}/my/{application.pk}/papers/")
    page.set_input_files("#id_photo", as_file("IMG_0001.jpg", phone_photo()))
    page.set_input_files("#id_diploma", [as_file("a.jpg", noise()), as_file("b.jpg", noise())])
    page.set_input_files("#id_residence", as_file("户口簿.pdf", make_pdf(), "application/pdf"))
    page.get_by_role("button", name="上传选好的文件").click()
    expect(page.locator("main")).to_contain_text("已上传 4 个文件。")
    (photo,) = kept(application, "photo")
    assert Image.open(BytesIO(photo.content.open().read())).size == PHOTO
    page.locator("#residence .link-button").click()
    expect(page.locator("main")).to_contain_text("“户口簿或居住证明”已移除一份。")
    page.locator("#diploma summary").first.click()
    page.locator("#diploma input[name^=instead]").first.set_input_files(as_file("c.jpg", noise()))
    page.get_by_role("button", name="上传选好的文件").click()
    expect(page.locator("main")).to_contain_text("已上传 1 个文件。")
    assert [file.called for file in kept(application, "diploma")] == ["c.jpg", "b.jpg"]


def test_the_deadline_follows_the_portals_clock_whatever_the_phones_clock_says(address, open_window):
    application = make_draft()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bureaus_clockshift SET shift = %s - clock_timestamp()", [CLOSES - timedelta(minutes=2)])
    for wrong in (timedelta(days=1), timedelta(days=-1), timedelta(minutes=11), timedelta(minutes=-11)):
        page = open_window(application)
        page.clock.install(time=CLOSES + wrong)
        page.goto(f"{address}/my/{application.pk}/section/education/")
        page.fill("#id_school", "山西大学")
        line = page.locator(".countdown [data-left]")
        expect(line).to_have_text(re.compile(r"^还剩 1 分 \d+ 秒 $"))
        if wrong == timedelta(days=1):
            look(page, "deadline")
            page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
            assert page.locator(".deadline").bounding_box()["y"] >= 0  # it goes along
        page.clock.run_for(121_000)
        expect(line).to_have_text("已截止")
        expect(page.locator("[data-spoken]")).to_have_text("已截止，您填写的内容仍在本页。")
        expect(page.locator("[data-shown-when-closed]")).to_be_visible()
        assert page.input_value("#id_school") == "山西大学"
    look(page, "deadline-over")
    assert Application.objects.get().status == "draft"


def test_the_pages_of_a_registration_hold_the_bar(address, open_window):
    old = make_application(make_announced_round(make_county("盂县")))
    draft = make_draft(make_announced_round(make_county("平定县")), old.applicant)
    page = open_window(draft)

    def visit(name, path):
        page.goto(f"{address}{path}")
        look(page, name)

    visit("start", f"/apply/{draft.round_id}/")
    for box, number in enumerate((1996, 7, 12)):
        page.fill(f"#id_born_on_{box}", str(number))
    for label in ("都不是", "大专、本科或研究生（已毕业）", "是"):
        page.locator("#check").get_by_label(label, exact=True).check()
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator("#outcome")).to_have_text("暂不符合")
    look(page, "start-not-eligible")
    visit("tasks-offer", f"/my/{draft.pk}/tasks/")
    visit("reuse", f"/my/{draft.pk}/reuse/")
    page.get_by_label("带入学历").check()
    page.get_by_role("button", name="带入打勾的内容").click()
    look(page, "tasks")
    visit("identity", f"/my/{draft.pk}/identity/")
    visit("residence", f"/my/{draft.pk}/section/residence/")
    page.get_by_role("button", name="保存并继续").click()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    look(page, "residence-refused")
    visit("declarations", f"/my/{draft.pk}/declarations/2/")
    fill_in(draft)
    visit("check", f"/my/{draft.pk}/check/")
    page.get_by_role("button", name="提交报名").click()
    expect(page.locator("h1")).to_have_text("报名已提交")
    look(page, "receipt")
    visit("dashboard", f"/my/{draft.pk}/")
