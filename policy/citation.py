"""Clauses of the governing document: their ids, their own words, and the places in `policy` that carry them."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent


class Source(StrEnum):
    """What a clause is quoted from. Only the document outranks the statutes here; its quotes alone are compared with a text we hold."""

    DOCUMENT = "阳政办发〔2024〕9号"
    CIVIL_CODE = "民法典"
    LABOUR_CONTRACT_LAW = "劳动合同法"
    LABOUR_CONTRACT_REGULATION = "劳动合同法实施条例"
    ANNUAL_LEAVE_REGULATION = "职工带薪年休假条例"
    LABOUR_ARBITRATION_LAW = "劳动争议调解仲裁法"


class Kind(StrEnum):
    """What a clause asks of the software: the first four have a place in `policy`, the last two are listed in `policy.silent`."""

    RULE = "rule"
    WORKFLOW = "workflow"
    CATALOGUE = "catalogue"
    DEADLINE = "deadline"
    RECORD = "record"
    AIM = "aim"


KINDS: dict[str, Kind] = {
    **dict.fromkeys(("前言", "一", "二"), Kind.AIM),
    "三.岗位": Kind.RULE,
    **{f"三.{number}": Kind.CATALOGUE for number in range(1, 13)},
    "四.核定": Kind.RULE,
    "四.数额": Kind.RULE,
    "四.备案": Kind.WORKFLOW,
    "四.聘用制": Kind.RULE,
    "四(一).对象": Kind.RULE,
    "四(一).组织": Kind.RULE,
    "四(一).程序": Kind.WORKFLOW,
    **{f"四(一){number}": Kind.RULE for number in range(1, 6)},
    **{f"四(一)6({number})": Kind.RULE for number in range(1, 6)},
    **{f"四(二)1({number})": Kind.RULE for number in range(1, 9)},
    **{f"四(二)2({number})": Kind.RULE for number in range(1, 7)},
    "四(二)3.原则": Kind.RULE,
    "四(二)3": Kind.WORKFLOW,
    "四(三).经费": Kind.RECORD,
    "四(三).待遇": Kind.RECORD,
    **{f"四(四).{word}": Kind.WORKFLOW for word in ("日常", "考核", "奖惩", "续聘", "表彰", "指导")},
    "四(四).解聘": Kind.RULE,
    "四(四).要求": Kind.AIM,
    **dict.fromkeys(("五", "五(一)", "五(二)", "五(三)"), Kind.DEADLINE),
    "六(一)": Kind.RECORD,
    "六(二)": Kind.RECORD,
    "六(三)": Kind.RULE,
}

# Words of the document that belong to no numbered clause.
LETTERHEAD, HEADING, IMPRINT = "文头", "标题", "文尾"

# Where a paragraph holds several clauses, each begins with its opening words and ends where the next begins. A clause whose words
# stand in two parts of its paragraph is named twice.
_OPENINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "三": (("三.岗位", "司法协理员岗位"),),
    "四": (
        ("四.核定", "立足全市"),
        ("四.数额", "按照拟招聘"),
        ("四.核定", "科学合理地核定"),
        ("四.备案", "逐级上报"),
        ("四.聘用制", "司法协理员实行聘用制"),
    ),
    "四(一)": (
        (HEADING, "现有专职辅助人员中"),
        ("四(一).组织", "各县(区)司法局和人社局"),
        ("四(一).对象", "面向本县"),
        ("四(一).程序", "经考核"),
        ("四(一).组织", "纳入司法协理员"),
        (HEADING, "但有下列情形"),
    ),
    "四(一)6": ((HEADING, "不得选聘的其他情形"),),
    "四(二)1": ((HEADING, "应聘司法协理员"),),
    "四(二)2": ((HEADING, "有下列情形之一"),),
    "四(二)3": ((HEADING, "招聘方式"), ("四(二)3.原则", "司法协理员招聘坚持"), ("四(二)3", "按照报名")),
    "四(三)": (
        (HEADING, "建立职业保障机制"),
        ("四(三).经费", "各县(区)人民政府应当"),
        ("四(三).待遇", "司法协理员的社保"),
        ("四(三).经费", "司法协理员公用经费"),
    ),
    "四(四)": (
        (HEADING, "建立队伍管理体系"),
        ("四(四).日常", "司法协理员管理按照"),
        ("四(四).考核", "县(区)司法局负责"),
        ("四(四).奖惩", "根据平时表现"),
        ("四(四).续聘", "聘用合同到期后"),
        ("四(四).表彰", "县(区)司法局应当对"),
        ("四(四).解聘", "对因多次"),
        ("四(四).要求", "司法协理员要爱岗敬业"),
        ("四(四).指导", "市司法局指导"),
    ),
}

_MARKER = re.compile(r"([一二三四五六])、|(\([一二三四五六]\))|(\d{1,2})\.|(\(\d\))")


def fold(text: str) -> str:
    """Return the text as quotes are compared: without white space and Markdown marks, brackets half-width."""
    text = re.sub(r"^\s*(#+|-{3,}|-\s)", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s*]", "", text).translate(str.maketrans("（）", "()"))


@cache
def document() -> str:
    """Return the governing document as issued."""
    return (ROOT / "policy" / "document.md").read_text(encoding="utf-8")


@cache
def pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Cut the whole document, in order and without a gap, into (id, folded words)."""
    cut: list[tuple[str, str]] = [(LETTERHEAD, "")]
    path = ["", "", "", ""]
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.strip() == "---":
            cut.append((IMPRINT, ""))
        elif cut[-1][0] in (LETTERHEAD, IMPRINT) and not paragraph.startswith("#"):
            cut.append((cut[-1][0], fold(paragraph)))
        elif paragraph.startswith("# "):
            cut += [(HEADING, fold(paragraph)), ("前言", "")]
        else:
            for line in paragraph.splitlines():
                # 四(一)6 runs its six cases on in one line.
                for part in re.split(r"(?<=[：；])(?=\(\d\))", fold(line)):
                    marker = _MARKER.match(part)
                    if marker is None:  # a page break went through the sentence
                        cut[-1] = (cut[-1][0], cut[-1][1] + part)
                        continue
                    level = marker.lastindex or 1
                    path = [*path[: level - 1], marker[level], *[""] * (4 - level)]
                    here = _reference(path)
                    if line.startswith("#"):
                        cut += [(HEADING, part), (here, "")]
                    else:
                        cut.append((here, part[marker.end() :]))
    return tuple(piece for ref, words in cut for piece in _split(ref, words) if piece[1])


def _reference(path: list[str]) -> str:
    top, section, item, case = path
    return top + section + ("." if item and not section else "") + item + case


def _split(ref: str, words: str) -> Iterator[tuple[str, str]]:
    starts: list[int] = []
    for _, opening in _OPENINGS.get(ref, ()) if words else ():
        starts.append(words.index(opening, starts[-1] if starts else 0))
    if not starts:
        yield ref, words
        return
    for (clause, _), start, end in zip(_OPENINGS[ref], starts, [*starts[1:], len(words)], strict=True):
        yield clause, words[start:end]


def outline(text: str) -> dict[str, str]:
    """Return every clause id with its own words, folded; the parts of a clause named twice stand on lines of their own."""
    clauses: dict[str, str] = {}
    for ref, words in pieces(text):
        if ref in KINDS:
            clauses[ref] = f"{clauses[ref]}\n{words}" if ref in clauses else words
    return clauses


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield every sentence of the whole document with the id of its clause, or 文头, 标题, 文尾 where it has none."""
    for ref, words in pieces(text):
        for sentence in re.findall(r"[^。；]+[。；]?", words):
            yield ref, sentence


class Misquoted(ValueError):
    """The document has no such clause, or the clause does not hold these words."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words quoted from where they stand. `ref` is a clause id like 四(二)1(3), or an article like 第十九条 of another source.

    :raises Misquoted: at once, so that a wrong quote of the document cannot be imported.
    """

    ref: str
    quote: str
    source: Source = Source.DOCUMENT

    def __post_init__(self) -> None:
        if self.source is not Source.DOCUMENT:
            return
        if self.ref not in KINDS:
            raise Misquoted(f"文件中没有“{self.ref}”这一条。")
        if fold(self.quote) not in _outline()[self.ref]:
            raise Misquoted(f"{self.ref} 中没有“{self.quote}”这句话。")

    @property
    def label(self) -> str:
        """How the clause is named to a reader: the id alone for the document, law and article for a statute."""
        return self.ref if self.source is Source.DOCUMENT else f"《{self.source}》{self.ref}"


@cache
def _outline() -> dict[str, str]:
    return outline(document())


F = TypeVar("F", bound=Callable[..., object])


def carries(ref: str, quote: str, source: Source = Source.DOCUMENT) -> Callable[[F], F]:
    """Mark a function as the place of a clause; it then answers to `clauses_of`. Several may be stacked."""
    clause = Clause(ref, quote, source)

    def mark(function: F) -> F:
        setattr(function, "clauses", (clause, *clauses_of(function)))  # noqa: B010  a function type has no such field to assign
        return function

    return mark


def clauses_of(function: Callable[..., object]) -> tuple[Clause, ...]:
    """Return the clauses a function carries, in the order they stand above it."""
    clauses: tuple[Clause, ...] = getattr(function, "clauses", ())
    return clauses


@dataclass(frozen=True, slots=True)
class Place:
    """One line of `policy` that stands for words of a clause. `by` is the name it calls there: requires, Stage, Grant, carries, silent …"""

    path: str
    line: int
    ref: str
    quote: str
    by: str
    source: Source = Source.DOCUMENT

    def __str__(self) -> str:
        ref = self.ref if self.source is Source.DOCUMENT else f"{self.source}{self.ref}"
        return f"{self.path}:{self.line} {ref} {self.quote}"


@cache
def places() -> tuple[Place, ...]:
    """Find every call in `policy` that is given a reference and, next to it, the words quoted.

    Read from the source, so that the line is where the words stand and nothing need be imported to be found.
    """
    found: list[Place] = []
    for path in sorted((ROOT / "policy").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found += _places(path.relative_to(ROOT).as_posix(), node)
    return tuple(sorted(found, key=lambda place: (place.path, place.line)))


def _places(path: str, call: ast.Call) -> Iterator[Place]:
    by = call.func.id if isinstance(call.func, ast.Name) else ""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    named = [Source[node.attr] for node in arguments if isinstance(node, ast.Attribute) and node.attr in Source.__members__]
    source = named[0] if named else Source.DOCUMENT
    for node, after in pairwise(arguments):
        ref, quote = (getattr(argument, "value", None) for argument in (node, after))
        if isinstance(ref, str) and isinstance(quote, str) and _is_reference(ref, source):
            yield Place(path, node.lineno, ref, quote, by, source)


def _is_reference(text: str, source: Source) -> bool:
    if source is Source.DOCUMENT:
        return text in KINDS or text in (LETTERHEAD, HEADING, IMPRINT)
    return text.startswith("第")
