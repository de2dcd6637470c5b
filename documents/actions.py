"""Verbs on papers: ask for one, ask for many, put down what the worker has made."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from bureaus import audit, outbox
from bureaus.acts import action
from bureaus.models import County, User
from bureaus.naming import named
from documents.models import OfficialPaper, PaperKind, StoredFile, verification_code
from documents.sources import compose

JOB = "render_paper"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a paper is to say and to whom it belongs."""

    kind: PaperKind
    about: models.Model
    title: str
    template: str
    context: Mapping[str, Any]
    county: County | None = None
    person: User | None = None
    is_public: bool = False
    paper_number: str = ""
    pictures: Sequence[StoredFile] = ()
    attached: Sequence[OfficialPaper] = ()
    occasion: str = ""

    @property
    def matter(self) -> str:
        """One paper per kind and matter; a second edition for the same row names its occasion."""
        return f"{named(self.about)}:{self.occasion}" if self.occasion else named(self.about)


def ask_paper(*, now: datetime, by: User | None = None, **order: Any) -> OfficialPaper:
    """Freeze the text of one paper and leave the typesetting to the worker; takes the fields of `Order`.

    Asked again for the same kind, row and occasion, it returns the paper that is there.

    :raises MissingFact: where the template asks for what the context does not hold.
    """
    return ask_papers([Order(**order)], now=now, by=by)[0]


@action
def ask_papers(orders: Iterable[Order], *, now: datetime, by: User | None = None) -> list[OfficialPaper]:
    """Freeze the texts of many papers at once; returns one paper per order, in their order.

    :raises MissingFact: and then none is written.
    """
    wanted = {(order.kind.value, order.matter): order for order in orders}
    standing = set(_of(wanted).values_list("kind", "about"))
    OfficialPaper.objects.bulk_create(
        (_frozen(order, now) for key, order in wanted.items() if key not in standing), batch_size=500, ignore_conflicts=True
    )
    papers = {(paper.kind, paper.about): paper for paper in _of(wanted).defer("source")}
    fresh = [paper for key, paper in papers.items() if key not in standing]
    outbox.ask_each(JOB, fresh, due=now, queue=outbox.Queue.DOCUMENTS)
    for paper in fresh:
        audit.record(by=by, verb="ask_paper", about=paper, at=now, kind=paper.kind, matter=paper.about)
    return [papers[key] for key in wanted]


@action
def put_down(*, paper: OfficialPaper, pdf: bytes, now: datetime) -> bool:
    """Keep the PDF that was made; False where another worker was first. From now on the row is frozen.

    The file is whole before the row names it, and it is the row that decides: a file nobody names is removed.
    """
    kept = OfficialPaper(pdf=None)
    kept.pdf.save("", ContentFile(pdf), save=False)
    digest = hashlib.sha256(pdf).hexdigest()
    first = OfficialPaper.objects.filter(pk=paper.pk, rendered_at=None).update(pdf=kept.pdf.name, sha256=digest, rendered_at=now)
    if not first:
        kept.pdf.delete(save=False)
        return False
    audit.record(by=None, verb="render_paper", about=paper, at=now, sha256=digest)
    return True


def _of(wanted: Iterable[tuple[str, str]]) -> models.QuerySet[OfficialPaper]:
    kinds, matters = zip(*wanted, strict=True) if wanted else ((), ())
    return OfficialPaper.objects.filter(kind__in=set(kinds), about__in=matters)


def _frozen(order: Order, now: datetime) -> OfficialPaper:
    paper = OfficialPaper(
        kind=order.kind,
        about=order.matter,
        title=order.title,
        paper_number=order.paper_number,
        county=order.county,
        person=order.person,
        is_public=order.is_public,
        pictures=[picture.pk for picture in order.pictures],
        attached=[paper.pk for paper in order.attached],
        code=verification_code(),
        asked_at=now,
    )
    paper.source = compose(paper, template=order.template, context=order.context)
    return paper


@action
def export_table(*, title: str, rows: int, columns: list[str], by: User, now: datetime) -> None:
    """Record that a table leaves the portal: which, how many lines, and which columns where not all of them."""
    audit.record(by=by, verb="export_table", about=by, at=now, table=title, rows=rows, **({"columns": columns} if columns else {}))
