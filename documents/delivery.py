"""How a file leaves the portal: found by a view that has checked rights, named safely, never run."""

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents import pictures
from documents.models import OfficialPaper, StoredFile
from documents.pdfs import page_as_picture, pages_of
from documents.uploads import JPEG, PDF, PNG, SUFFIXES, XLSX, safe_name

# A file from outside runs nothing and embeds nothing, even when a browser opens it. Our own papers go without `sandbox`,
# in which browsers refuse to show a PDF at all.
SANDBOX = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OWN = "default-src 'none'; style-src 'self'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PICTURES = (JPEG, PNG)
MOST_SHOWN = 20  # pages of one PDF on one page of ours; the rest is for a reader of one's own


def hand_out(thing: StoredFile | OfficialPaper, *, inline: bool = False, small: bool = False) -> HttpResponse:
    """Answer with a file whose row the caller has found through `visible_to`; `small` asks for a small picture of a picture.

    Only pictures and our own papers are ever shown inline; any other file from outside is saved, not opened.
    """
    if isinstance(thing, OfficialPaper):
        name = safe_name(f"{thing.title}.pdf", suffix=SUFFIXES[PDF])
        response = _answer(_read(thing.pdf), media_type=PDF, name=name, attachment=not inline, policy=OWN)
        if thing.is_public:
            response["Cache-Control"] = "public, max-age=600"
        return response
    name = safe_name(thing.called, suffix=SUFFIXES.get(thing.media_type, ""))
    is_picture = thing.media_type in PICTURES
    attachment = not (inline and is_picture)
    content = pictures.thumbnail(_read(thing.content)) if small and is_picture else _read(thing.content)
    return _answer(content, media_type=thing.media_type, name=name, attachment=attachment, policy=SANDBOX)


def hand_out_page(thing: StoredFile, number: int) -> HttpResponse:
    """Answer with the picture of one page of a PDF whose row the caller has found through `visible_to`.

    :raises documents.pdfs.NotDrawn: if it cannot be drawn.
    """
    name = safe_name(f"{thing.called}-{number}", suffix=SUFFIXES[JPEG])
    return _answer(page_as_picture(_read(thing.content), number), media_type=JPEG, name=name, attachment=False, policy=SANDBOX)


def pages_to_show(thing: StoredFile) -> range:
    """The numbers of a PDF's pages that are shown; of a very long one the first."""
    return range(1, min(pages_of(_read(thing.content)), MOST_SHOWN) + 1)


def export_response(filename: str, content: bytes) -> HttpResponse:
    """Answer with a spreadsheet that was just written."""
    return _answer(content, media_type=XLSX, name=safe_name(filename, suffix=SUFFIXES[XLSX]), attachment=True, policy=SANDBOX)


def pdf_response(filename: str, content: bytes) -> HttpResponse:
    """Answer with a PDF of ours that is no official paper."""
    return _answer(content, media_type=PDF, name=safe_name(filename, suffix=SUFFIXES[PDF]), attachment=True, policy=OWN)


def _answer(content: bytes, *, media_type: str, name: str, attachment: bool, policy: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(attachment, name) or "attachment",
            "Content-Length": str(len(content)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )


def _read(field: FieldFile) -> bytes:
    with field.open() as file:
        content: bytes = file.read()
    return content
