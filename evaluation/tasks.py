"""The worker's side of evaluation: make the pack of a period's sheets."""

from bureaus import clock, outbox
from documents.joining import joined
from documents.tasks import TOO_SLOW, WAITING_FOR_FONTS, WAITING_FOR_LIBRARIES
from evaluation import actions
from evaluation.actions.packs import JOB
from evaluation.appraisal_papers import pack_source, sheets_of
from evaluation.models import AppraisalPack

AT_ONCE = 20  # sheets set in one go: few enough to tell how far it has come, enough to load the fonts seldom


@outbox.handles(JOB, queue=outbox.Queue.DOCUMENTS)
def make_appraisal_pack(pack_id: int) -> None:
    """Set all sheets, some at a time, and keep them as one PDF.

    :raises NotYet: while fonts or libraries are still being installed.
    :raises Explained: for a pack that cannot be made.
    """
    pack = AppraisalPack.objects.select_related("period__county", "period__scheme").get(pk=pack_id)
    if pack.finished_at is not None:
        return
    try:
        from documents import typesetting  # noqa: PLC0415 - its libraries may arrive after the worker has started
    except OSError as missing:
        raise outbox.NotYet(WAITING_FOR_LIBRARIES) from missing
    parts: list[bytes] = []
    done = 0
    try:
        sheets = list(sheets_of(pack.period))
        for begin in range(0, len(sheets), AT_ONCE):
            some = sheets[begin : begin + AT_ONCE]
            parts.append(typesetting.typeset(pack_source(pack.period, some), pictures=()))
            done += len(some)
            actions.note_progress(pack=pack, done=done)
    except typesetting.NoFont as missing:
        raise outbox.NotYet(WAITING_FOR_FONTS) from missing
    except (typesetting.TooSlow, MemoryError, RecursionError) as fault:
        raise outbox.Explained(TOO_SLOW) from fault
    actions.finish_appraisal_pack(pack=pack, pdf=joined(parts), now=clock.now())
