"""Files from outside: judged by what they contain, never by their name, and kept sealed under a random one."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.core.files.base import ContentFile, File

from bureaus import audit
from bureaus.acts import action
from bureaus.models import User
from documents import malware, pdfs, pictures, workbooks
from documents.models import StoredFile
from documents.pictures import Crop

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE

JPEG = "image/jpeg"
PNG = "image/png"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEIC = "image/heic"
UNKNOWN = "application/octet-stream"

EMPTY = "这个文件是空的。"
NOT_KEPT = "文件没有上传成功，请稍后重试。之前上传的文件仍然有效。"
FROM_A_PHONE = "这是苹果手机的 HEIC 照片，暂不能使用。请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或截屏后上传截图。"

SUFFIXES = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf", XLSX: ".xlsx"}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class UnfitFile(ValueError):
    """A file that cannot be taken; the text is one sentence for the person. Nothing was written."""


class Accept(Enum):
    """What a field is for: the media types it takes, and the sentence for all others."""

    PHOTO = (frozenset({JPEG, PNG}), "照片只能上传 JPG 或 PNG 图片。")
    PAPER = (frozenset({JPEG, PNG, PDF}), "只能上传 JPG、PNG 或 PDF 文件。")
    SHEET = (frozenset({XLSX}), "只能上传 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx 后再上传。")

    @property
    def media_types(self) -> frozenset[str]:
        return self.value[0]

    @property
    def sentence(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Checked:
    """What will be kept of an upload."""

    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive(upload: "File[Any]", *, by: User, now: datetime, accept: Accept, crop: Crop | None = None) -> StoredFile:
    """Check an upload, redraw pictures, and keep it sealed.

    :raises UnfitFile: with the sentence for the person; there is no row without a file.
    """
    return keep(check(upload, accept=accept, crop=crop), called=upload.name or "", by=by, now=now)


def keep(checked: Checked, *, called: str, by: User, now: datetime) -> StoredFile:
    """Keep sealed what was checked. Checking takes long; a caller who needs a lock checks first, locks, and then keeps.

    :raises UnfitFile: where the disk takes nothing; there is no row without a file.
    """
    return keep_each([(checked, called)], by=by, now=now)[0]


@action
def keep_each(files: Iterable[tuple[Checked, str]], *, by: User, now: datetime) -> list[StoredFile]:
    """Keep several checked files, each with what the person called it: all of them or none.

    :raises UnfitFile:
    """
    kept = StoredFile.objects.bulk_create(_sealed(checked, called, by, now) for checked, called in files)
    for stored in kept:
        details = {"media_type": stored.media_type, "size": stored.size, "sha256": stored.sha256}
        audit.record(by=by, verb="receive_file", about=stored, at=now, **details)
    return kept


def _sealed(checked: Checked, called: str, by: User, now: datetime) -> StoredFile:
    """The row of a file that lies on the disk already."""
    stored = StoredFile(
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=checked.sha256,
        called=safe_name(called, suffix=SUFFIXES[checked.media_type]),
        uploaded_by=by,
        uploaded_at=now,
    )
    try:
        stored.content.save("", ContentFile(checked.content), save=False)
    except OSError as fault:
        raise UnfitFile(NOT_KEPT) from fault
    return stored


def check(upload: "File[Any]", *, accept: Accept, crop: Crop | None = None) -> Checked:
    """Read an upload once and return what may be kept of it.

    :raises UnfitFile:
    """
    size = upload.size or 0
    if size > MOST_BYTES:
        shown = -(-size * 10 // MEGABYTE) / 10  # rounded up: a file a little over 10 MB is not shown as 10.0
        raise UnfitFile(f"文件不能超过 {MOST_BYTES // MEGABYTE} MB，这个文件有 {shown} MB。")
    try:
        upload.seek(0)
        content = upload.read()
    except OSError as fault:
        raise UnfitFile(NOT_KEPT) from fault
    if not content:
        raise UnfitFile(EMPTY)
    media_type = media_type_of(content)
    if media_type == HEIC and JPEG in accept.media_types:
        raise UnfitFile(FROM_A_PHONE)
    if media_type not in accept.media_types:
        raise UnfitFile(_sentence_for_old_tables(content) if accept is Accept.SHEET else accept.sentence)
    try:
        malware.scan(content)
    except malware.NotClean as fault:
        raise UnfitFile(str(fault)) from fault
    return _fit(content, media_type, accept, crop)


def media_type_of(content: bytes) -> str:
    """What the bytes say they are."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"%PDF-"):
        return PDF
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HEIC
    return XLSX if workbooks.looks_like(content) else UNKNOWN


def safe_name(name: str, *, suffix: str = "") -> str:
    """What a person called a file, fit to be shown: no folders, no control or direction marks, at most 120 characters.

    With `suffix` it ends as the file's real type asks, whatever it was called.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = "".join(mark for mark in name if unicodedata.category(mark)[0] != "C")
    if suffix:
        name = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.strip())
    return f"{name.strip(' .')[: 120 - len(suffix)] or '文件'}{suffix}"


def _fit(content: bytes, media_type: str, accept: Accept, crop: Crop | None) -> Checked:
    try:
        if accept is Accept.PHOTO:
            return Checked(pictures.portrait(content, crop), JPEG)
        if media_type in (JPEG, PNG):
            return Checked(pictures.scan(content), JPEG)
    except pictures.NoPicture as fault:
        raise UnfitFile(str(fault)) from fault
    if fault_sentence := pdfs.fault_of(content) if media_type == PDF else workbooks.fault_of(content):
        raise UnfitFile(fault_sentence)
    return Checked(content, media_type)


def _sentence_for_old_tables(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # the container of .xls and of every locked .xlsx
        return "这个表格设有密码，或是旧格式 .xls。请去掉密码，另存为 .xlsx 后再上传。"
    return Accept.SHEET.sentence
