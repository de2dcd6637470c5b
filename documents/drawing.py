"""One page of a PDF as a picture, drawn in a process of its own: it knows no keys, opens no connection, and is held to memory and time.

Run as a program: a PDF on standard input, the page's number as the argument, a JPEG on standard output. It imports nothing of ours.
"""

import io
import resource
import sys

import pypdfium2

MEMORY = 1024 * 1024 * 1024
SECONDS = 8
LONGEST_SIDE = 1600  # pixels: an A4 page at about 137 dpi, readable when zoomed
QUALITY = 80


def main() -> None:
    """Draw."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[int(sys.argv[1]) - 1]
    scale = LONGEST_SIDE / max(*page.get_size(), 1.0)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    main()
