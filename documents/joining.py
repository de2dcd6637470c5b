"""PDFs of our own put one behind the other. Only the worker imports this module; what comes from outside is drawn elsewhere."""

import io
from collections.abc import Iterable

import pypdfium2


def joined(parts: Iterable[bytes]) -> bytes:
    """One PDF with the pages of all, in their order."""
    whole, held = pypdfium2.PdfDocument.new(), io.BytesIO()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    whole.save(held)
    return held.getvalue()
