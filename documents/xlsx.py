"""Long tables as xlsx, written straight as XML: ten thousand lines in a fraction of the seconds that the usual writer takes.

For what must be there at once and repeats what somebody else's sheet held: cells keep their types, text never turns into a formula,
a number or an error. Tables of our own columns are `documents.spreadsheets`.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from html import escape
from io import BytesIO
from itertools import islice, product
from typing import Any, NamedTuple

BATCH = 10_000  # cells
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # which a reader would undo
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheet programs count the days differently
_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's instant has no zone
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Look(Enum):
    """How a cell looks: what its font has, and the colour behind it."""

    PLAIN = ("", "")
    HEAD = ("<b/>", "FFE6EEF9")
    FAULTY = ('<color rgb="FFB4232A"/>', "FFFCECEC")


class Cell(NamedTuple):
    """A value that looks otherwise than its line."""

    value: Any
    look: Look


@dataclass(frozen=True)
class Page:
    """One worksheet. `head` lines stay in sight and are repeated on every printed page; the widths are those of the columns in order."""

    title: str
    lines: Iterable[Sequence[Any]]
    widths: Sequence[int]
    head: int = 1
    filtered: bool = False  # whether the head carries filter buttons


class _Form(Enum):
    """What kind of value a cell holds: its number format as spreadsheet programs spell it, and whether a quote keeps it text."""

    TEXT = ("@", False)
    QUOTED = ("@", True)
    NUMBER = ("General", False)
    DAY = ("yyyy-mm-dd", False)
    INSTANT = ("yyyy-mm-dd hh:mm:ss", False)


_STYLES = {style: number for number, style in enumerate(product(Look, _Form))}
_FORMATS = {"General": 0, "@": 49, "yyyy-mm-dd": 164, "yyyy-mm-dd hh:mm:ss": 165}  # from 164 on they are our own


def workbook(pages: Sequence[Page]) -> bytes:
    """The worksheets as an xlsx that opens in WPS and Excel and prints on A4."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in _frame(pages).items():
            archive.writestr(name, part)
        for number, page in enumerate(pages, 1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as file:
                parts = _worksheet(page)
                while batch := list(islice(parts, BATCH)):  # a long table is never in memory as a whole
                    file.write("".join(batch).encode())
    return out.getvalue()


@cache
def column_name(number: int) -> str:
    """A, B … Z, AA … for 0, 1 …"""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _worksheet(page: Page) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    pane = f'<pane ySplit="{page.head}" topLeftCell="A{page.head + 1}" activePane="bottomLeft" state="frozen"/>' if page.head else ""
    yield f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews><cols>'
    for number, width in enumerate(page.widths, 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    last = 0
    for last, line in enumerate(page.lines, 1):
        look = Look.HEAD if last == page.head else Look.PLAIN
        yield f'<row r="{last}">'
        for place, value in enumerate(line):
            yield _cell(f"{column_name(place)}{last}", *(value if isinstance(value, Cell) else (value, look)))
        yield "</row>"
    yield "</sheetData>"
    if page.filtered:
        yield f'<autoFilter ref="A{page.head}:{column_name(len(page.widths) - 1)}{last}"/>'
    yield '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    yield '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    yield "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"


def _cell(at: str, value: Any, look: Look) -> str:
    if value is None or value == "":
        return f'<c r="{at}" s="{_STYLES[look, _Form.TEXT]}"/>' if look is not Look.PLAIN else ""
    if isinstance(value, str):
        return f'<c r="{at}"{_text(value, look)}'
    if isinstance(value, bool):
        return f'<c r="{at}" s="{_STYLES[look, _Form.NUMBER]}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        whole = int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 10**15 else value
        return f'<c r="{at}" s="{_STYLES[look, _Form.NUMBER]}"><v>{whole!r}</v></c>'
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) >= _FIRST_DAY:
        instant = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        since = instant - _DAY_NOUGHT
        form = _Form.INSTANT if isinstance(value, datetime) and since.seconds else _Form.DAY
        return f'<c r="{at}" s="{_STYLES[look, form]}"><v>{since.days + since.seconds / 86400!r}</v></c>'
    return f'<c r="{at}"{_text(str(value), look)}'


@lru_cache(maxsize=2**14)
def _text(text: str, look: Look) -> str:
    """Style, type and text of a cell, all after its place."""
    written = escape(_LIKE_AN_ESCAPE.sub("_x005F_", _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")))
    form = _Form.QUOTED if text.startswith(FORMULA_STARTS) else _Form.TEXT
    return f' s="{_STYLES[look, form]}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _frame(pages: Sequence[Page]) -> dict[str, str]:
    """Every part but the worksheets."""
    numbers = range(1, len(pages) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(f'<sheet name="{escape(page.title)}" sheetId="{n}" r:id="rId{n}"/>' for n, page in zip(numbers, pages, strict=True))
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">\'{escape(page.title)}\'!${page.head}:${page.head}</definedName>'
        for n, page in enumerate(pages)
        if page.head
    )
    names = f"<definedNames>{titles}</definedNames>" if titles else ""
    links = "".join(f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers)
    return {
        "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>{names}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(pages) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _styles(),
    }


def _styles() -> str:
    fonts = "".join(f'<font>{look.value[0]}<sz val="11"/></font>' for look in Look)
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{look.value[1]}"/></patternFill></fill>' for look in Look if look.value[1]
    )
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for code, number in _FORMATS.items() if number >= 164)
    edges = "".join(f'<{edge} style="thin"><color rgb="FFB8C2D0"/></{edge}>' for edge in ("left", "right", "top", "bottom"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{_MAIN}"><numFmts count="2">{formats}</numFmts>'
        f'<fonts count="{len(Look)}">{fonts}</fonts>'
        f'<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
        f'<borders count="2"><border/><border>{edges}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_STYLES)}">{"".join(_style(*style) for style in _STYLES)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _style(look: Look, form: _Form) -> str:
    font = list(Look).index(look)
    fill = font + 1 if look.value[1] else 0  # after the two fills that the format fixes
    return (
        f'<xf numFmtId="{_FORMATS[form.value[0]]}" fontId="{font}" fillId="{fill}" borderId="1" xfId="0" quotePrefix="{int(form.value[1])}"'
        ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"/>'
    )
