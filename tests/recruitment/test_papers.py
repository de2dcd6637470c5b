"""Photo and papers: several pictures or one PDF for each, every refusal in its sentence, nothing lost and nothing doubled."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bureaus import clock
from documents import pdfs, pictures, uploads
from recruitment import actions
from recruitment.models import Attachment
from tests.bureaus.factories import make_applicant
from tests.documents.factories import make_pdf
from tests.documents.factories import make_picture as picture_bytes
from tests.recruitment.applying import client_of, get, send, words
from tests.recruitment.factories import OPEN, make_application, make_draft
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return make_draft()


def file(content: bytes, name: str = "证书.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(width: int = 600, height: int = 840, name: str = "证书.jpg") -> SimpleUploadedFile:
    return file(picture_bytes(width, height), name)


def standing(application) -> list[tuple[str, int]]:
    return list(application.attachments.filter(replaced_at=None).order_by("kind", "place").values_list("kind", "place"))


def attach(application, kind, upload, **more):
    with clock.standing_at(OPEN):
        return actions.attach(application=application, kind=kind, upload=upload, by=application.applicant, now=OPEN, **more)


def test_one_form_brings_every_paper_at_once(application):
    answer = send(
        application,
        "papers",
        {"photo": picture(), "diploma": [picture(600, 800), picture(600, 900)], "residence": file(make_pdf(), "a.pdf")},
    )
    assert answer.status_code == 302
    assert standing(application) == [("diploma", 1), ("diploma", 2), ("photo", 1), ("residence", 1)]
    page = words(get(application, "papers"))
    assert page.count('<span class="tag good">已上传</span>') == 3
    assert "已上传 2 张" in words(get(application, "check_answers"))


def test_one_bad_file_among_several_is_told_and_the_others_are_kept(application):
    page = words(send(application, "papers", {"photo": picture(), "diploma": file(b"<html>", "网页.jpg")}))
    assert "毕业证书（网页.jpg）：只能上传 JPG、PNG 或 PDF 文件。" in page
    assert "已上传 1 个文件。" in page
    assert standing(application) == [("photo", 1)]


def test_a_picture_sent_again_after_a_lost_answer_is_there_once(application):
    for _ in range(2):
        assert send(application, "papers", {"diploma": picture()}).status_code == 302
    assert standing(application) == [("diploma", 1)]
    assert Attachment.objects.count() == 1


def test_one_picture_is_replaced_in_its_place_and_the_old_one_stays_for_the_record(application):
    send(application, "papers", {"diploma": [picture(600, 800), picture(600, 900)]})
    first, second = application.attachments.order_by("place")
    send(application, "papers", {f"instead-{first.pk}": picture(700, 900)})
    assert standing(application) == [("diploma", 1), ("diploma", 2)]
    first.refresh_from_db()
    assert (first.replaced_at is not None, application.attachments.get(place=2, replaced_at=None)) == (True, second)


def test_a_place_that_was_left_is_taken_again(application):
    send(application, "papers", {"diploma": [picture(600, 800), picture(600, 900)]})
    send(application, "paper_remove", {}, application.attachments.get(place=1).pk)
    send(application, "papers", {"diploma": picture(700, 700)})
    assert standing(application) == [("diploma", 1), ("diploma", 2)]


@pytest.mark.parametrize(
    ("before", "then", "sentence"),
    [
        ([picture()], file(make_pdf(), "a.pdf"), "毕业证书：已经传了 1 张图片。要改用 PDF，请先移除图片。"),
        ([file(make_pdf(), "a.pdf")], picture(), "毕业证书：已经传了一份 PDF。要改用图片或另一份 PDF，请先移除它。"),
        ([picture(600, 700 + each) for each in range(6)], picture(), "毕业证书：最多 6 张图片，已经传满。请先移除不要的，再上传这一张。"),
    ],
    ids=["a pdf after pictures", "a picture after a pdf", "a seventh picture"],
)
def test_what_has_no_room_is_told_and_changes_nothing(application, before, then, sentence):
    for upload in before:
        attach(application, "diploma", upload)
    stood = standing(application)
    with refused(actions.Impossible, sentence):
        attach(application, "diploma", then)
    assert standing(application) == stood


def test_a_picture_that_was_taken_out_meanwhile_cannot_be_replaced(application):
    row = attach(application, "diploma", picture())
    with clock.standing_at(OPEN):
        actions.detach(application=application, attachment=row.pk, by=application.applicant, now=OPEN)
    with refused(actions.Impossible, "毕业证书：这份材料刚才已被更换或移除，请刷新页面后再试。"):
        attach(application, "diploma", picture(600, 900), instead_of=row.pk)


def test_sending_nothing_is_told(application):
    assert "请先选择文件，再上传。" in words(send(application, "papers", {}))


def test_a_small_picture_stands_on_the_page_and_only_its_owner_gets_it(application):
    row = attach(application, "diploma", picture(3000, 2000))
    with clock.standing_at(OPEN):
        small = client_of(application.applicant).get(f"/my/{application.pk}/papers/{row.pk}/?small")
        foreign = client_of(make_applicant()).get(f"/my/{application.pk}/papers/{row.pk}/?small")
    assert Image.open(BytesIO(small.content)).size == (320, 213)
    assert len(small.content) < 20_000
    assert foreign.status_code == 404


def test_anothers_picture_is_not_replaced_or_removed_through_ones_own_draft(application):
    other = make_draft()
    row = attach(other, "diploma", picture())
    assert send(application, "paper_remove", {}, row.pk).status_code == 404
    send(application, "papers", {f"instead-{row.pk}": picture(600, 900)})
    assert standing(other) == [("diploma", 1)]
    assert standing(application) == []


def test_the_page_of_papers_asks_as_much_with_one_picture_as_with_three(application, django_assert_num_queries):
    client = client_of(application.applicant)

    def asked() -> int:
        with clock.standing_at(OPEN), django_assert_num_queries(5):
            client.get(f"/my/{application.pk}/papers/")

    with clock.standing_at(OPEN):
        client.get(f"/my/{application.pk}/papers/")
    attach(application, "diploma", picture())
    asked()
    for height in (900, 910):
        attach(application, "diploma", picture(600, height))
    asked()


def test_with_script_one_file_is_answered_with_its_paper_alone(application):
    client = client_of(application.applicant)
    with clock.standing_at(OPEN):
        kept = client.post(f"/my/{application.pk}/papers/", {"diploma": picture()}, headers={"HX-Request": "true"})
        unfit = client.post(f"/my/{application.pk}/papers/", {"diploma": file(b"", "空.jpg")}, headers={"HX-Request": "true"})
    assert (kept.status_code, kept.content.count(b"data-paper=")) == (200, 1)
    assert unfit.status_code == 422
    assert "毕业证书（空.jpg）：这个文件是空的。" in unfit.content.decode()
    assert "第 1 张" in unfit.content.decode()


HOSTILE = {
    "a web page named as a photo": ("diploma", b"<html><script>alert(1)</script>", uploads.Accept.PAPER.sentence),
    "a drawing that can act": ("diploma", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", uploads.Accept.PAPER.sentence),
    "a GIF that is a script": ("diploma", b"GIF89a/*" + bytes(64) + b"*/=1;alert(1)", uploads.Accept.PAPER.sentence),
    "a PDF named as a photo": ("photo", make_pdf(), uploads.Accept.PHOTO.sentence),
    "an empty file": ("photo", b"", uploads.EMPTY),
    "a picture cut off": ("diploma", picture_bytes()[:3000], pictures.BROKEN),
    "a PDF cut off": ("diploma", make_pdf()[:120], pdfs.BROKEN),
    "a PDF without a page": ("diploma", make_pdf(pages=0), pdfs.NO_PAGES),
    "a PDF of five thousand pages": ("diploma", make_pdf(pages=5000), pdfs.MANY_PAGES),
    "a locked PDF": ("diploma", make_pdf(trailer=b"/Root 1 0 R /Encrypt 9 0 R"), pdfs.LOCKED),
    "a PDF with a script": ("diploma", make_pdf(b"5 0 obj<</S /JavaScript /JS (app.alert(1))>>endobj"), pdfs.ACTING),
    "a PDF that starts a program": ("diploma", make_pdf(b"5 0 obj<</S /Launch /F (cmd.exe)>>endobj"), pdfs.ACTING),
    "a PDF that carries a file": ("diploma", make_pdf(b"5 0 obj<</Names <</EmbeddedFiles 6 0 R>>>>endobj"), pdfs.ACTING),
    "a picture of an iPhone": ("photo", b"\x00\x00\x00\x18ftypheic" + bytes(64), uploads.FROM_A_PHONE),
    "a strip of 65,535 points": ("diploma", picture_bytes(65_535, 1, kind="PNG", mode="1"), pictures.TOO_LARGE),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_each_hostile_file_is_refused_on_the_page_with_its_sentence(application, what):
    kind, content, sentence = HOSTILE[what]
    page = words(send(application, "papers", {kind: file(content, "材料.jpg")}))
    assert sentence in page
    assert standing(application) == []


def test_a_file_of_eleven_megabytes_is_told_its_size(application):
    page = words(send(application, "papers", {"diploma": file(b"\xff\xd8\xff" + os.urandom(11 * 1024 * 1024))}))
    assert "文件不能超过 10 MB，这个文件有 11.1 MB。" in page


def test_a_name_that_lies_is_shown_as_text_and_never_as_a_path(application):
    send(application, "papers", {"diploma": file(picture_bytes(), '../../<b>x</b>"\u202egpj.jpg')})
    row = application.attachments.get()
    assert row.file.called == 'b>"gpj.jpg'
    page = words(get(application, "papers"))
    assert "b&gt;&quot;gpj.jpg" in page
    answer = get(application, "paper_file", row.pk)
    assert answer.headers["Content-Disposition"] == 'inline; filename="b>\\"gpj.jpg"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_pdf_is_never_opened_inside_the_portal(application):
    row = attach(application, "diploma", file(make_pdf(), "证书.pdf"))
    answer = get(application, "paper_file", row.pk)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_after_submitting_no_paper_is_taken(application):
    done = make_application(application.round)
    assert send(done, "papers", {"diploma": picture()}, now=OPEN + timedelta(hours=1)).status_code == 403


def test_a_paper_that_the_round_does_not_ask_for_is_refused(application):
    with clock.standing_at(OPEN), refused(actions.Impossible, "这次招聘不收“社保关系转移接续意见”，没有保存。"):
        actions.attach(application=application, kind="insurance", upload=picture(), by=application.applicant, now=OPEN)
    assert not application.attachments.filter(kind="insurance").exists()
