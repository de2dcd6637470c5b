"""Where a comment may stand on a filing: the whole, a part, a cell of the grid, an enclosure, a clause of the document."""

from collections.abc import Iterator

from staffing.models import Filing, PlanLine

WHOLE = ("", "整份材料")


def places(filing: Filing) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield groups of (key, title) in the order in which a reader meets them."""
    kind = filing.kind_of_filing
    yield "整体", [WHOLE]
    if kind.parts:
        yield "内容", [(f"part:{part.key}", part.title) for part in kind.parts]
    for row in filing.lines:
        line = [(f"line:{row['code']}", f"{row['office']}（整行）")]
        yield row["office"], line + [(f"cell:{row['code']}:{number}", f"{row['office']} {_title(number)}") for number in PlanLine.NUMBERS]
    if kind.enclosures:
        yield "附件", [(f"enclosure:{each.key}", each.title) for each in kind.enclosures]
    clauses = [kind.clause, *([kind.countersign] if kind.countersign else [])]
    yield "文件条款", [(f"clause:{clause.ref}", f"{clause.ref}：{clause.quote}") for clause in clauses]


def title_of(filing: Filing, place: str) -> str | None:
    """What a place is called; None where the filing has none such."""
    return dict(entry for _, group in places(filing) for entry in group).get(place)


def _title(number: str) -> str:
    return PlanLine.title_of(number)
