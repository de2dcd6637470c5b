"""Plain factories for files as people send them, and for papers."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from bureaus import clock
from bureaus.models import County, User
from documents import actions
from documents.models import OfficialPaper, PaperKind
from documents.uploads import Accept, check
from tests.staffing.factories import make_county

NOW = datetime(2024, 3, 18, 1, 0, tzinfo=UTC).astimezone(clock.BEIJING)
_next = count(1)


def make_upload(content: bytes, name: str = "文件.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make_picture(width: int = 600, height: int = 840, *, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """Left half red, right half blue, so that a turned or mirrored picture is told from an upright one."""
    picture = Image.new(mode, (width, height), "red" if mode != "1" else 1)
    if mode != "1":
        picture.paste("blue", (width // 2, 0, width, height))
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def make_pdf(*objects: bytes, pages: int = 1, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A small PDF; `objects` are put in as they are."""
    kids = b"".join(b"%d 0 obj<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>endobj\n" % (10 + page) for page in range(pages))
    head = b"%PDF-1.7\n1 0 obj<</Type /Catalog /Pages 2 0 R>>endobj\n2 0 obj<</Type /Pages /Count 1 /Kids [10 0 R]>>endobj\n"
    return head + kids + b"\n".join(objects) + b"\ntrailer<<" + trailer + b">>\nstartxref\n0\n%%EOF\n"


def make_xlsx(*lines: list[Any], title: str = "Sheet") -> bytes:
    book = Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_zip(**parts: bytes) -> bytes:
    """A workbook by hand: `sheet` is the one worksheet's XML."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for name, content in parts.items():
            archive.writestr(f"xl/worksheets/{name}.xml", content)
    return out.getvalue()


def kept(content: bytes, accept: Accept = Accept.PAPER, **options: Any) -> Image.Image:
    """The picture that would be stored."""
    return Image.open(BytesIO(check(make_upload(content), accept=accept, **options).content))


def make_paper(*, about: Any = None, person: User | None = None, county: County | None = None, **fields: Any) -> OfficialPaper:
    """A receipt of `person`, or else a public notice."""
    county = county or make_county()
    words: dict[str, Any] = {"about": about or county, "county": county, "person": person, "now": NOW}
    if person is None:
        words |= {"kind": PaperKind.NOTICE, "title": "公开招聘司法协理员公告", "template": "documents/notice.html", "is_public": True}
        words |= {"context": notice_words([county.justice_bureau]), "paper_number": "平司发〔2024〕9号"}
    else:
        words |= {"kind": PaperKind.RECEIPT, "title": "报名回执", "template": "documents/receipt.html", "context": receipt_words()}
    return actions.ask_paper(**(words | fields))


def notice_words(issuers: list[str], body: str = "") -> dict[str, Any]:
    words = {"issuers": issuers, "dated": NOW.date(), "body": body, "attachments": [], "annotation": "此件公开发布"}
    return words | {"copies": ["阳泉市司法局"], "printed_by": "平定县司法局办公室", "printed_on": NOW.date()}


def receipt_words() -> dict[str, Any]:
    words = {"number": next(_next), "name": "李昇", "id_number": "1403**********1236", "round": "平定县2024年公开招聘"}
    return words | {"vacancy": "冠山司法所", "submitted_at": NOW, "next_steps": ["等待资格审查。"], "contact": "平定县司法局"}
