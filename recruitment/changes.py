"""What a 变更公告 changed: the text of two editions, section by section and word by word."""

import re
from dataclasses import dataclass
from html import unescape

from recruitment.models import PublicNotice
from staffing.differences import SAME, Run, words

WHOLE = "<h2>变更后的公告</h2>"
OPENING = "前言"
AROUND = 30  # characters of what stayed the same, on either side of a difference
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_BREAK = re.compile(r"</(?:p|h3|h4|tr)>")
_CELL = re.compile(r"</t[hd]>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Section:
    """One section that differs, its unchanged stretches shortened: a reader looks for what is different."""

    title: str
    short: list[Run]


def between(newer: PublicNotice, older: PublicNotice) -> list[Section]:
    """The sections that differ, each with what was taken out and put in."""
    now, before = _sections(newer.body), _sections(older.body)
    titles = [*now, *(title for title in before if title not in now)]
    compared = [(title, words(before.get(title, ""), now.get(title, ""))) for title in titles]
    return [Section(title, [_shortened(run) for run in runs]) for title, runs in compared if any(kind != SAME for kind, _ in runs)]


def _shortened(run: Run) -> Run:
    kind, text = run
    if kind != SAME or len(text) <= 2 * AROUND:
        return run
    return kind, f"{text[:AROUND]}……{text[-AROUND:]}"


def _sections(body: str) -> dict[str, str]:
    """Heading -> text, of the announcement itself: what a change says about itself comes before and is no part of it."""
    whole = body.rpartition(WHOLE)[2]
    opening, *rest = _HEADING.split(whole)
    found = {OPENING: _text(opening)}
    for title, text in zip(rest[::2], rest[1::2], strict=True):
        found[_text(title)] = _text(text)
    return found


def _text(markup: str) -> str:
    broken = _BREAK.sub("\n", _CELL.sub(" ", markup))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", broken)).splitlines())
    return "\n".join(line for line in lines if line)
