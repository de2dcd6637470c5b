"""The pack of a period's sheets: asked for by the clerk, made by the worker some sheets at a time, kept as one PDF."""

from datetime import datetime

from django.core.files.base import ContentFile

from bureaus import audit, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from evaluation.models import AppraisalPack, AppraisalPeriod
from policy.powers import Power

JOB = "make_appraisal_pack"


@action
def ask_appraisal_pack(*, period: AppraisalPeriod, by: User, now: datetime) -> AppraisalPack:
    """Ask for the pack of a confirmed period; while one is being made, that one is returned."""
    period = AppraisalPeriod.objects.locked(period.pk)
    require(by, Power.APPRAISAL_PREPARE, about=period)
    if period.confirmed_at is None:
        raise Impossible("等次审定以后才能生成登记表汇编。")
    running = AppraisalPack.objects.filter(period=period, finished_at=None).first()
    if running is not None and not outbox.has_stopped(JOB, running):
        return running
    if running is not None:
        running.delete()
    pack = AppraisalPack.objects.create(period=period, asked_by=by, asked_at=now, total=period.appraisals.count())
    outbox.ask(JOB, pack, due=now, queue=outbox.Queue.DOCUMENTS)
    audit.record(by=by, verb="ask_appraisal_pack", about=pack, at=now, sheets=pack.total)
    return pack


def note_progress(*, pack: AppraisalPack, done: int) -> None:
    """Say how far the worker has come, for the page that waits."""
    AppraisalPack.objects.filter(pk=pack.pk, finished_at=None).update(done=done)


@action
def finish_appraisal_pack(*, pack: AppraisalPack, pdf: bytes, now: datetime) -> AppraisalPack:
    """Keep the PDF; what another worker was first with stays."""
    pack = AppraisalPack.objects.locked(pack.pk)
    if pack.finished_at is not None:
        return pack
    pack.pdf.save("", ContentFile(pdf), save=False)
    pack.done, pack.finished_at = pack.total, now
    pack.save()
    audit.record(by=None, verb="finish_appraisal_pack", about=pack, at=now, sheets=pack.total)
    return pack
