"""Files from outside: judged by content, redrawn, and kept sealed."""

import hashlib
import os
import resource
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from PIL import Image, ImageFile

from bureaus.models import AuditEvent
from documents import pdfs, uploads, workbooks
from documents.models import StoredFile
from documents.pictures import Crop
from documents.uploads import Accept, UnfitFile, check, receive, safe_name
from policy.powers import Role
from tests.documents.factories import NOW, kept, make_pdf, make_picture, make_upload, make_xlsx, make_zip
from tests.staffing.factories import make_user
from tests.staffing.refusals import refused


def refuses(content: bytes, sentence: str, accept: Accept = Accept.PAPER, name: str = "文件.jpg") -> None:
    with refused(UnfitFile, sentence):
        check(make_upload(content, name), accept=accept)


@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a=1;alert(1)", b"MZ\x90", make_xlsx(["a"])],
)
def test_a_file_is_taken_for_what_it_contains_and_not_for_its_name(content):
    refuses(content, "只能上传 JPG、PNG 或 PDF 文件。", name="照片.jpg")


def test_a_pdf_named_as_a_photo_is_no_photo():
    refuses(make_pdf(), "照片只能上传 JPG 或 PNG 图片。", Accept.PHOTO, "照片.jpg")


def test_a_picture_named_as_a_pdf_is_kept_as_a_picture():
    assert check(make_upload(make_picture(), "证书.pdf"), accept=Accept.PAPER).media_type == "image/jpeg"


def test_an_empty_file_is_told_so():
    refuses(b"", "这个文件是空的。")


def test_a_file_over_ten_megabytes_is_told_its_size():
    refuses(b"\xff" * (uploads.MOST_BYTES + 1), "文件不能超过 10 MB，这个文件有 10.1 MB。")


def test_an_iphone_photo_is_told_how_to_come_through():
    refuses(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", uploads.FROM_A_PHONE, Accept.PHOTO)


# --- pictures ---


@pytest.mark.parametrize(("width", "height"), [(13_000, 13_000), (20_000, 20_000), (65_535, 1)])
def test_an_image_bomb_is_refused_by_its_header(width, height):
    Image.MAX_IMAGE_PIXELS, limit = None, Image.MAX_IMAGE_PIXELS
    try:
        bomb = make_picture(width, height, kind="PNG", mode="1")
    finally:
        Image.MAX_IMAGE_PIXELS = limit
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refuses(bomb, "图片尺寸过大，请用手机相册“压缩”后再上传。")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


@pytest.mark.parametrize("tolerant", [False, True])
def test_a_truncated_picture_is_told_so(tolerant, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerant)  # WeasyPrint leaves it on
    refuses(make_picture()[:2000], "图片不完整，打不开。请重新拍照或重新导出后再上传。")
    refuses(make_picture(kind="PNG")[:2000], "图片不完整，打不开。请重新拍照或重新导出后再上传。")
    refuses(b"\xff\xd8\xff\xe0", "图片不完整，打不开。请重新拍照或重新导出后再上传。")


def phone_picture() -> bytes:
    """Stored lying on its side with orientation 6 and a place: upright it is 840 wide, red above blue."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (37.0, 51.0, 0.0)
    return make_picture(600, 840, exif=exif)


def test_a_phone_photo_is_stood_upright_and_forgets_where_it_was_taken():
    photo = kept(phone_picture(), Accept.PHOTO)
    assert (photo.size, photo.format, dict(photo.getexif()), "exif" in photo.info) == ((295, 413), "JPEG", {}, False)
    top, bottom = photo.getpixel((147, 10)), photo.getpixel((147, 400))
    assert (top[0] > 200 > 60 > top[2], bottom[2] > 200 > 60 > bottom[0]) == (True, True)


def test_a_photo_is_the_middle_of_the_picture_or_the_crop_that_was_chosen():
    wide = make_picture(2000, 900)
    middle, left = kept(wide, Accept.PHOTO), kept(wide, Accept.PHOTO, crop=Crop(0, 0, 0.3, 1))
    assert (middle.size, left.size) == ((295, 413), (295, 413))
    assert (middle.getpixel((20, 200))[0] > 200, middle.getpixel((280, 200))[2] > 200) == (True, True)
    assert (left.getpixel((20, 200))[0] > 200, left.getpixel((280, 200))[0] > 200) == (True, True)


def test_a_crop_outside_the_picture_is_refused():
    with refused(UnfitFile, "裁剪框落在照片之外，请重新选取。"):
        kept(make_picture(), Accept.PHOTO, crop=Crop(1, 0, 0.5, 0.5))


def test_a_photo_too_small_to_print_is_told_its_size():
    refuses(make_picture(200, 280), "照片太小（200×280 像素），印出来会看不清。请上传不小于 295×413 像素的照片。", Accept.PHOTO)


def test_the_busiest_photo_stays_within_200_kb():
    noise = Image.frombytes("RGB", (1200, 1680), os.urandom(1200 * 1680 * 3))
    out = BytesIO()
    noise.save(out, "PNG")
    assert len(check(make_upload(out.getvalue()), accept=Accept.PHOTO).content) <= 200 * 1024


def test_a_scan_keeps_its_shape_within_a4_at_300_dpi():
    assert kept(make_picture(6000, 3000)).size == (3508, 1754)
    assert kept(make_picture(600, 840)).size == (600, 840)


def test_a_clear_ground_becomes_white_paper():
    out = BytesIO()
    Image.new("RGBA", (300, 420), (0, 0, 0, 0)).save(out, "PNG")
    assert kept(out.getvalue(), Accept.PHOTO).getpixel((100, 100)) == (255, 255, 255)


def test_a_picture_that_carries_a_page_behind_it_loses_it():
    assert b"<script>" not in check(make_upload(make_picture() + b"<script>alert(1)</script>"), accept=Accept.PAPER).content


def test_of_fifty_frames_one_is_kept():
    frames = [Image.new("RGB", (600, 840), (each * 5, 0, 0)) for each in range(50)]
    out = BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    picture = kept(out.getvalue())
    assert (picture.format, getattr(picture, "n_frames", 1)) == ("JPEG", 1)


# --- PDF ---


def packed(structure: bytes) -> bytes:
    body = zlib.compress(structure)
    return b"20 0 obj<</Type /ObjStm /Filter /FlateDecode /Length %d>>stream\n" % len(body) + body + b"\nendstream endobj"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (make_pdf()[:150], pdfs.BROKEN),
        (make_pdf(pages=0), pdfs.NO_PAGES),
        (make_pdf(pages=201), pdfs.MANY_PAGES),
        (make_pdf(trailer=b"/Root 1 0 R /Encrypt 9 0 R"), "这个 PDF 设有密码，请去掉密码后再上传。"),
        (make_pdf(b"5 0 obj<</S /JavaScript /JS (app.alert(1))>>endobj"), pdfs.ACTING),
        (make_pdf(b"5 0 obj<</S /J#61vaScript>>endobj"), pdfs.ACTING),
        (make_pdf(b"5 0 obj<</S /Launch /F (cmd.exe)>>endobj"), pdfs.ACTING),
        (make_pdf(b"5 0 obj<</Names <</EmbeddedFiles 6 0 R>>>>endobj"), pdfs.ACTING),
        (make_pdf(packed(b"<</S /JavaScript>>")), pdfs.ACTING),
        (make_pdf(packed(b" " * (pdfs.MOST_INFLATED + 1))), pdfs.BROKEN),
        (make_pdf(b"20 0 obj<</Type /ObjStm>>stream\nnot deflated\nendstream endobj"), pdfs.BROKEN),
        (make_pdf(b"stream\n" * 1_000_000), ""),
        (make_pdf(trailer=b"/Root 1 0 R /Prev 0"), ""),  # a table of places that leads back to itself: nothing here follows it
    ],
)
def test_each_fault_of_a_pdf_has_its_sentence(content, sentence):
    assert pdfs.fault_of(content) == sentence


def test_pages_inside_object_streams_are_pages():
    assert pdfs.fault_of(make_pdf(packed(b"<</Type /Page>>"), pages=0)) == ""


def test_what_a_page_shows_is_not_taken_for_what_a_pdf_does():
    assert pdfs.fault_of(make_pdf(b"7 0 obj<</Length 20>>stream\n(/JavaScript /Encrypt <<) Tj\nendstream endobj")) == ""


# --- xlsx ---


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,score\n", "只能上传 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx 后再上传。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "这个表格设有密码，或是旧格式 .xls。请去掉密码，另存为 .xlsx 后再上传。"),
        (make_zip(sheet1=b" " * (workbooks.MOST_UNPACKED + 1)), workbooks.LARGE),
        (
            make_zip(sheet1=b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
            "表格第 1048576 行还有内容，最多可到第 20000 行。请删除下面多余的行后再上传。",
        ),
        (make_zip(sheet1=b'<c r="XFD1"><v>1</v></c>'), "表格的列太多，最多 200 列。请删除右侧多余的列后再上传。"),
        (make_xlsx(["a"])[:-200], "只能上传 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx 后再上传。"),
    ],
)
def test_a_workbook_is_measured_before_anything_reads_it(content, sentence):
    refuses(content, sentence, Accept.SHEET, "成绩.xlsx")


def test_a_border_drawn_far_below_the_data_does_no_harm():
    assert workbooks.fault_of(make_zip(sheet1=b'<row r="1"><c r="A1"><v>1</v></c></row><c r="XFD1048576" s="1"/>')) == ""


def test_a_sheet_that_is_one_endless_tag_is_measured_in_no_time():
    assert workbooks.fault_of(make_zip(sheet1=b"<c " * 5_000_000)) == ""


def test_a_directory_that_lies_about_sizes_does_not_get_more_read():
    honest = bytearray(make_zip(sheet1=b" " * 1_000_000))
    size = (1_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    lying = bytes(honest.replace(size, (10).to_bytes(4, "little")))
    assert workbooks.fault_of(lying) == workbooks.BROKEN


# --- keeping ---


@pytest.mark.django_db
def test_a_file_is_kept_sealed_under_a_name_that_tells_nothing():
    by = make_user(Role.APPLICANT)
    content = make_pdf(b"% unmistakable words of a diploma")
    stored = receive(make_upload(content, "../../毕业证\r\n.pdf"), by=by, now=NOW, accept=Accept.PAPER)
    assert (stored.media_type, stored.size, stored.called) == ("application/pdf", len(content), "毕业证.pdf")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    path = Path(settings.MEDIA_ROOT) / stored.content.name
    on_disk = path.read_bytes()
    assert (b"unmistakable" in on_disk, b"%PDF" in on_disk, path.stat().st_mode & 0o777) == (False, False, 0o600)
    assert ("毕业证" in stored.content.name, stored.content.open().read()) == (False, content)
    assert AuditEvent.objects.filter(verb="receive_file", about=f"documents.storedfile:{stored.pk}").count() == 1


@pytest.mark.django_db
def test_a_full_disk_ends_in_a_sentence_and_no_row(tmp_path):
    (tmp_path / "media").write_bytes(b"")  # a file where the folder should be: every write below it is an OSError
    with override_settings(MEDIA_ROOT=tmp_path / "media"), refused(UnfitFile, "文件没有上传成功，请稍后重试。之前上传的文件仍然有效。"):
        receive(make_upload(make_pdf()), by=make_user(Role.APPLICANT), now=NOW, accept=Accept.PAPER)
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\扫描\\学历证书.PDF", "学历证书.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.证书.exe", "fdp.证书.pdf"),
        ("名" * 300, "名" * 116 + ".pdf"),
        ('"引号".jpg', '"引号".pdf'),
        ("", "文件.pdf"),
        (".pdf", "文件.pdf"),
    ],
)
def test_a_file_name_is_shown_safely(name, shown):
    assert safe_name(name, suffix=".pdf") == shown


def test_a_page_is_drawn_elsewhere_and_what_cannot_be_drawn_is_an_error_of_its_own():
    out, sheets = BytesIO(), [Image.new("RGB", (600, 840), colour) for colour in ("red", "blue")]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    drawn = Image.open(BytesIO(pdfs.page_as_picture(out.getvalue(), 2)))
    assert (drawn.format, drawn.height) == ("JPEG", 1600)
    assert pdfs.pages_of(out.getvalue()) == 2
    for content, number in ((make_pdf(pages=2), 3), (b"%PDF-1.7 nothing", 1), (b"", 1)):
        with pytest.raises(pdfs.NotDrawn):
            pdfs.page_as_picture(content, number)
