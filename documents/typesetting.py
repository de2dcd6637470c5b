"""The press: HTML to PDF, with the fonts that are there and nothing fetched from anywhere. Only the worker imports this module."""

import logging
import signal
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi, fontconfig
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.models import StoredFile

log = logging.getLogger(__name__)

SECONDS = 180  # for one paper; a 公示 with 5,000 rows takes about 50 on two cores


class NoFont(RuntimeError):
    """No Chinese font of `settings.PAPER_FONTS` is installed: every page would be empty boxes."""


class TooSlow(RuntimeError):
    """A paper took longer to set than any honest one."""


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Knows `data:`, our own style sheet, and the pictures this paper may show. Files and the network do not exist for it."""

    def __init__(self, pictures: Collection[int]) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self.pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        scheme, _, rest = url.partition(":")
        if url == "static:documents/paper.css":
            return URLFetcherResponse(url, _style(), {"Content-Type": "text/css"})
        if scheme == "private" and rest.isdecimal() and int(rest) in self.pictures:
            return URLFetcherResponse(url, _picture(int(rest)), {"Content-Type": "image/jpeg"})
        return super().fetch(url, headers)


def typeset(source: str, *, pictures: Collection[int]) -> bytes:
    """Return the PDF of a paper's frozen text.

    :raises NoFont: while no Chinese font is installed.
    :raises TooSlow: after `SECONDS`.
    """
    families = installed_families()
    chains = {role: [name for name in names if name in families] for role, names in settings.PAPER_FONTS.items()}
    if not all(chains.values()):
        raise NoFont
    log.info("paper fonts: %s", ", ".join(f"{role}={names[0]}" for role, names in chains.items()))
    variables = "".join(f"--{role}: {', '.join(map(repr, names))};" for role, names in chains.items())
    with _within(SECONDS):
        document = HTML(string=source, url_fetcher=_Fetcher(pictures))
        pdf: bytes = document.write_pdf(stylesheets=[CSS(string=f":root{{{variables}}}")])
    return pdf


def installed_families() -> set[str]:
    """The font families that are on this machine now; read anew each time, for fonts may arrive while we run."""
    config = fontconfig.FcInitLoadConfigAndFonts()
    try:
        fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
        return set() if fonts == ffi.NULL else {name for which in range(fonts.nfont) for name in _names(fonts.fonts[which])}
    finally:
        fontconfig.FcConfigDestroy(config)


def _names(font: Any) -> Iterator[str]:
    name = ffi.new("FcChar8 **")
    number = 0
    while fontconfig.FcPatternGetString(font, b"family", number, name) == fontconfig.FcResultMatch:
        yield ffi.string(name[0]).decode(errors="replace")
        number += 1


def _style() -> bytes:
    return Path(str(finders.find("documents/paper.css"))).read_bytes()


def _picture(key: int) -> bytes:
    """A ticket without its photo would be worse than none: a picture that cannot be read ends the rendering."""
    try:
        with StoredFile.objects.get(pk=key).content.open() as file:
            content: bytes = file.read()
    except Exception as fault:
        raise FatalURLFetchingError(f"picture {key} of a paper cannot be read: {type(fault).__name__}") from fault
    return content


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Stop what runs longer; there are no alarms outside the main thread. It rings again every second: a library may swallow the first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
