"""Where a comment may stand on a filing: the whole, a part, a cell of the grid, an enclosure, a clause of the document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from staffing.models import Comment, Filing, PlanLine

WHOLE = ("", "整份材料")


def places(filing: Filing) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield groups of (key, title) in the order in which a reader meets them."""
    kind = filing.kind_of_filing
    yield "整体", [WHOLE]
    if filing.parts:
        yield "内容", [(f"part:{part.key}", part.title) for part in filing.parts]
    for row in filing.lines:
        whole = [(line(row["code"]), f"{row['office']}（整行）")]
        yield row["office"], whole + [(cell(row["code"], number), f"{row['office']} {_title(number)}") for number in PlanLine.NUMBERS]
    if kind.enclosures:
        yield "附件", [(f"enclosure:{each.key}", each.title) for each in kind.enclosures]
    yield "文件条款", [(f"clause:{clause.ref}", f"{clause.ref}：{clause.quote}") for clause in kind.clauses]


def line(code: str) -> str:
    """The place of an office's whole row, by the office's code."""
    return f"line:{code}"


def cell(code: str, number: str) -> str:
    """The place of one number of an office."""
    return f"cell:{code}:{number}"


def numbered(comments: Iterable[Comment]) -> dict[str, list[int]]:
    """The numbers, counted from one in the order given, of the comments beside each place."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, comment in enumerate(comments, 1):
        found[comment.place].append(number)
    return found


def title_of(filing: Filing, place: str) -> str | None:
    """What a place is called; None where the filing has none such."""
    return dict(entry for _, group in places(filing) for entry in group).get(place)


def _title(number: str) -> str:
    return PlanLine.title_of(number)
