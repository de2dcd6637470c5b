"""The worker's side of papers: typeset one, and put those that belong to it behind it."""

from bureaus import clock, outbox
from documents import actions
from documents.joining import joined
from documents.models import OfficialPaper

WAITING_FOR_FONTS = "等待字体安装完成，装好后自动生成。"
WAITING_FOR_LIBRARIES = "等待 PDF 组件安装完成，装好后自动生成。"
TOO_SLOW = "这份公文内容过多，生成超时。请拆分后重新制作。"


@outbox.handles(actions.JOB, queue=outbox.Queue.DOCUMENTS)
def render_paper(paper_id: int) -> None:
    """Make the PDF of one paper, unless it is made; a paper attached to it that is not made yet is made first.

    :raises NotYet: while fonts or libraries are still being installed.
    :raises Explained: for a paper that cannot be made.
    """
    paper = OfficialPaper.objects.get(pk=paper_id)
    if paper.rendered_at is not None:
        return
    try:
        from documents import typesetting  # noqa: PLC0415 - its libraries may arrive after the worker has started
    except OSError as missing:
        raise outbox.NotYet(WAITING_FOR_LIBRARIES) from missing
    try:
        pdf = typesetting.typeset(paper.source, pictures=paper.pictures)
    except typesetting.NoFont as missing:
        raise outbox.NotYet(WAITING_FOR_FONTS) from missing
    except (typesetting.TooSlow, MemoryError, RecursionError) as fault:
        raise outbox.Explained(TOO_SLOW) from fault
    if paper.attached:
        pdf = joined([pdf, *map(_made, paper.attached)])
    actions.put_down(paper=paper, pdf=pdf, now=clock.now())


def _made(paper_id: int) -> bytes:
    render_paper(paper_id)
    with OfficialPaper.objects.defer("source").get(pk=paper_id).pdf.open() as file:
        content: bytes = file.read()
    return content
