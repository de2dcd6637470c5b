"""A PDF from outside, judged without a PDF reader: is it whole, has it pages, is it locked, does it carry anything that acts.

It is shown as pictures of its pages, drawn elsewhere.
"""

import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

MOST_PAGES = 200
MOST_INFLATED = 20 * 1024 * 1024  # of all object streams together

BROKEN = "这个 PDF 不完整，打不开。请重新导出后再上传。"
LOCKED = "这个 PDF 设有密码，请去掉密码后再上传。"
ACTING = "这个 PDF 里带有脚本、附件或自动动作，不能接收。请用“打印为 PDF”另存一份后再上传。"
NO_PAGES = "这个 PDF 里没有页面。请重新导出后再上传。"
MANY_PAGES = f"这个 PDF 超过 {MOST_PAGES} 页。请只上传需要的页。"

PATIENCE = 12  # seconds for one page


class NotDrawn(ValueError):
    """A page that could not be drawn; the file can still be taken along."""


_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z])")


def fault_of(content: bytes) -> str:
    """Why this PDF cannot be taken, as a sentence; empty where nothing speaks against it."""
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content[-4096:]:
        return BROKEN
    pages = 0
    try:
        for part in _structure(content):
            plain = _ESCAPED.sub(lambda hexed: bytes([int(hexed[1], 16)]), part)  # /J#61vaScript is /JavaScript
            if _ENCRYPTED.search(plain):
                return LOCKED
            if _ACTS.search(plain):
                return ACTING
            pages += len(_PAGE.findall(plain))
    except zlib.error:
        return BROKEN
    if not pages:
        return NO_PAGES
    return MANY_PAGES if pages > MOST_PAGES else ""


def pages_of(content: bytes) -> int:
    """How many pages a PDF has that was accepted."""
    return sum(len(_PAGE.findall(part)) for part in _structure(content))


def page_as_picture(content: bytes, number: int) -> bytes:
    """One page as a JPEG, drawn in a process of its own. What a PDF may carry beside its looks never reaches a browser.

    :raises NotDrawn: if there is no such page, or it takes more memory or time than an honest page does.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name("drawing.py")), str(number)]
    try:
        drawn = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=True, env={})
    except (subprocess.SubprocessError, OSError) as fault:
        raise NotDrawn from fault
    if not drawn.stdout.startswith(b"\xff\xd8\xff"):
        raise NotDrawn
    return drawn.stdout


def _structure(content: bytes) -> Iterator[bytes]:
    """What stands outside the streams, then what stands in compressed object streams. Page contents and pictures are not structure.

    :raises zlib.error: for a damaged object stream, or more of them than any honest file has.
    """
    outside, packed = [], []
    here = 0
    while (begin := content.find(b"stream", here)) >= 0 and (end := content.find(b"endstream", begin)) >= 0:
        head = content[here:begin]
        outside.append(head)
        if _OBJECT_STREAM.search(head[head.rfind(b" obj") :]):
            packed.append(content[begin + len(b"stream") : end].lstrip(b"\r\n"))
        here = end + len(b"endstream")
    outside.append(content[here:])
    yield b"\n".join(outside)
    left = MOST_INFLATED
    for body in packed:
        inflated = zlib.decompressobj().decompress(body, left)
        left -= len(inflated)
        if left <= 0:
            raise zlib.error("object streams too large")
        yield inflated
