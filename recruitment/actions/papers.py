"""The papers of a registration: pictures or one PDF for each, added, replaced, taken out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File

from bureaus import audit
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.pictures import Crop
from documents.uploads import PDF, Accept, Checked, check, keep_each
from recruitment.actions.registration import must_be_own, own_draft, touch
from recruitment.models import Application, Attachment
from recruitment.models.applications import AttachmentKind
from recruitment.registration import papers_of

GONE = "这份材料刚才已被更换或移除，请刷新页面后再试。"


@dataclass(frozen=True)
class Arrival:
    """One file for one paper, already checked. `instead_of` is the row it takes the place of."""

    kind: AttachmentKind
    checked: Checked
    called: str
    instead_of: int | None = None

    @classmethod
    def of(cls, kind: str, upload: "File[Any]", *, instead_of: int | None = None, crop: Crop | None = None) -> "Arrival":
        """Check an upload as its paper asks: before any lock, for it takes long.

        :raises documents.uploads.UnfitFile: with the sentence for the file.
        """
        kind = AttachmentKind(kind)
        accept = Accept.PHOTO if kind is AttachmentKind.PHOTO else Accept.PAPER
        return cls(kind, check(upload, accept=accept, crop=crop), upload.name or "", instead_of)


def attach(
    *,
    application: Application,
    kind: str,
    upload: "File[Any]",
    by: User,
    now: datetime,
    instead_of: int | None = None,
    crop: Crop | None = None,
) -> Attachment:
    """Add or replace one paper; sent again after a lost answer it changes nothing.

    :raises documents.uploads.UnfitFile: with the sentence for the file.
    :raises Impossible: where the paper has no room for it.
    """
    must_be_own(application, by)
    return attach_each(application=application, arrivals=[Arrival.of(kind, upload, instead_of=instead_of, crop=crop)], by=by, now=now)[0]


@dataclass(eq=False)
class _Slot:
    """One place of a paper: the row that stands there, or the file that is about to."""

    place: int
    sha256: str
    media_type: str
    row: Attachment | None = None
    arrival: Arrival | None = None


@action
def attach_each(*, application: Application, arrivals: Sequence[Arrival], by: User, now: datetime) -> list[Attachment]:
    """Add or replace papers together: all of them or none. What was there before stays for the record.

    :raises Impossible: naming the paper that has no room, or that the round does not ask for.
    """
    asked_for = papers_of(application.round)  # of the round that the caller has read already: its track never changes
    if foreign := next((arrival.kind.label for arrival in arrivals if arrival.kind not in asked_for), ""):
        raise Impossible(f"这次招聘不收“{foreign}”，没有保存。")
    application = own_draft(application, by, "papers", now)
    before = list(application.attachments.filter(replaced_at=None).select_related("file").order_by("place"))
    slots: dict[str, list[_Slot]] = defaultdict(list)
    for row in before:
        slots[row.kind].append(_Slot(row.place, row.file.sha256, row.file.media_type, row))
    taken = [_take(arrival, slots[arrival.kind]) for arrival in arrivals]
    standing = [slot for there in slots.values() for slot in there]
    gone = {row.pk for row in before} - {slot.row.pk for slot in standing if slot.row}
    if gone:
        Attachment.objects.filter(pk__in=gone).update(replaced_at=now)
    fresh = [(slot, slot.arrival) for slot in standing if slot.arrival]
    files = keep_each([(arrival.checked, arrival.called) for _, arrival in fresh], by=by, now=now)
    rows = Attachment.objects.bulk_create(
        Attachment(application=application, kind=arrival.kind.value, place=slot.place, file=file)
        for (slot, arrival), file in zip(fresh, files, strict=True)
    )
    for (slot, _), row in zip(fresh, rows, strict=True):
        slot.row = row
        audit.record(by=by, verb="attach", about=application, at=now, kind=row.kind, place=row.place, sha256=slot.sha256)
    touch(application, [], now)
    return [slot.row for slot in taken if slot.row]


def _take(arrival: Arrival, there: list[_Slot]) -> _Slot:
    """The place that a file takes among what stands; the one it has already, if it was sent before."""
    sha256 = arrival.checked.sha256
    for slot in there:
        if slot.sha256 == sha256 and arrival.instead_of in (None, slot.row and slot.row.pk):
            return slot
    old = _replaced(arrival, there)
    slot = _Slot(_place(arrival, there, old), sha256, arrival.checked.media_type, arrival=arrival)
    if old is not None:
        there.remove(old)
    there.append(slot)
    return slot


@action
def detach(*, application: Application, attachment: int, by: User, now: datetime) -> None:
    """Take one picture or PDF back out of the draft; taken out already, it stays out."""
    application = own_draft(application, by, "papers", now)
    row = application.attachments.filter(pk=attachment, replaced_at=None).first()
    if row is None:
        return
    Attachment.objects.filter(pk=row.pk).update(replaced_at=now)
    touch(application, [], now)
    audit.record(by=by, verb="detach", about=application, at=now, kind=row.kind, place=row.place)


def _replaced(arrival: Arrival, there: list[_Slot]) -> _Slot | None:
    """What the arrival takes the place of: what it names, or the only one there may be."""
    if arrival.instead_of is None:
        return there[0] if arrival.kind.most == 1 and there else None
    found = next((slot for slot in there if slot.row and slot.row.pk == arrival.instead_of), None)
    if found is None:
        raise Impossible(f"{arrival.kind.label}：{GONE}")
    return found


def _place(arrival: Arrival, there: list[_Slot], old: _Slot | None) -> int:
    """The place of an arrival among what stands: pictures side by side, or one PDF alone."""
    others = [slot for slot in there if slot is not old]
    label, most = arrival.kind.label, arrival.kind.most
    if any(slot.media_type == PDF for slot in others):
        raise Impossible(f"{label}：已经传了一份 PDF。要改用图片或另一份 PDF，请先移除它。")
    if others and arrival.checked.media_type == PDF:
        raise Impossible(f"{label}：已经传了 {len(others)} 张图片。要改用 PDF，请先移除图片。")
    if len(others) >= most:
        raise Impossible(f"{label}：最多 {most} 张图片，已经传满。请先移除不要的，再上传这一张。")
    if old is not None:
        return old.place
    taken = {slot.place for slot in others}
    return next(place for place in range(1, most + 1) if place not in taken)
