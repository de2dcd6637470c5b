"""A filing in the county's hands: begun and written by the clerk, with its enclosures, and sent on the one way up."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.files.base import File

from bureaus import audit, clock
from bureaus.access import holds, require
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from documents.uploads import Accept, receive
from policy.filings import KINDS, QUOTA, ahead, missing
from policy.powers import Power
from staffing.actions import way
from staffing.models import Enclosure, Matter, Paper, PlanStatus, QuotaPlan

P = TypeVar("P", QuotaPlan, Matter)
SHOWN = 3


@action
def begin_matter(*, county: County, kind: str, year: int, by: User, now: datetime) -> Matter:
    """Begin a filing of a kind. Of a kind that repeats another may be begun once the earlier ones are filed.

    :raises Impossible: if one of that kind and year is still under way, or was filed and the kind does not repeat.
    """
    require(by, Power.FILING_EDIT)
    if by.county_id != county.pk:
        raise Impossible("只能拟写本县（区）的上报材料。")
    if kind not in KINDS or kind == QUOTA:
        raise Impossible("没有这一种上报材料，请从列表中选择。")
    earlier = Matter.objects.filter(county=county, kind=kind, year=year)
    if earlier.exclude(status=PlanStatus.FILED).exists() or (earlier.exists() and not KINDS[kind].repeats):
        raise Impossible(f"本县（区）{year}年的{KINDS[kind].title}已经建立，请打开原有的继续办理。")
    matter = Matter.objects.create(
        county=county,
        kind=kind,
        year=year,
        occasion=earlier.count() + 1,
        joint=KINDS[kind].countersign is not None,
        entered_by=by,
        saved_at=now,
    )
    audit.record(by=by, verb="begin_matter", about=matter, at=now, kind=kind, year=year)
    return matter


@action
def save_matter(*, matter: Matter, content: Mapping[str, Any], by: User, seen: int, now: datetime) -> Matter:
    """Save what the clerk wrote, by part; an unfinished draft stays one. A change after the countersignature voids it.

    :raises Impossible: if it has gone up, a part is not of its kind, or something has not taken place yet.
    """
    matter = way.locked(matter, seen=seen)
    require(by, Power.FILING_EDIT, about=matter)
    _require_editable(matter)
    known = [part.key for part in matter.kind_of_filing.parts]
    if set(content) - set(known):
        raise Impossible("填写的内容与这种材料不符，没有保存。请刷新页面后重新填写。")
    written = {key: content[key] for key in known if content.get(key) not in (None, "")}
    if early := ahead(matter.kind_of_filing, written, clock.today(now)):
        raise Impossible(f"{early[0]}不能晚于今天，请填写实际日期。")
    if written != matter.content:
        way.void(matter, by=by, now=now)
    matter.content = written
    matter.offered_at = None
    matter.entered_by = by
    matter.saved_at = now
    matter.version += 1
    matter.save()
    audit.record(by=by, verb="save_matter", about=matter, at=now, parts=len(written), version=matter.version)
    return matter


@action
def write_matter(
    *,
    matter: Matter,
    content: Mapping[str, Any],
    uploads: Mapping[str, "File[Any]"],
    removed: Collection[str],
    by: User,
    seen: int,
    now: datetime,
) -> Matter:
    """Save text and enclosures of one page together: all of it or nothing.

    :raises UnfitFile: with the sentence for the person.
    """
    matter = save_matter(matter=matter, content=content, by=by, seen=seen, now=now)
    for key in removed:
        matter = take_out(paper=matter, key=key, by=by, seen=matter.version, now=now)
    for key, upload in uploads.items():
        matter = enclose(paper=matter, key=key, upload=upload, by=by, seen=matter.version, now=now)
    return matter


@action
def enclose(*, paper: P, key: str, upload: "File[Any]", by: User, seen: int, now: datetime) -> P:
    """Put a paper beside a plan or a matter; one of the same name is replaced. It counts as a change.

    :raises UnfitFile: with the sentence for the person.
    """
    paper = _changing(paper, by=by, seen=seen, now=now)
    if key not in {each.key for each in paper.kind_of_filing.enclosures}:
        raise Impossible("这种材料没有这项附件。")
    file = receive(upload, by=by, now=now, accept=Accept.PAPER)
    owner = {"plan": paper} if isinstance(paper, QuotaPlan) else {"matter": paper}
    Enclosure.objects.filter(**owner, key=key).delete()
    Enclosure.objects.create(**owner, county=paper.county, key=key, file=file, added_by=by, added_at=now)
    audit.record(by=by, verb="enclose", about=paper, at=now, key=key, sha256=file.sha256, version=paper.version)
    return paper


@action
def take_out(*, paper: P, key: str, by: User, seen: int, now: datetime) -> P:
    """Take an enclosure away before it goes up."""
    paper = _changing(paper, by=by, seen=seen, now=now)
    owner = {"plan": paper} if isinstance(paper, QuotaPlan) else {"matter": paper}
    Enclosure.objects.filter(**owner, key=key).delete()
    audit.record(by=by, verb="take_out", about=paper, at=now, key=key, version=paper.version)
    return paper


@action
def revise_matter(*, matter: Matter, by: User, seen: int, now: datetime) -> Matter:
    """Open a filed one for changes: a new version, which must be filed again. What was filed stays as it is."""
    matter = way.locked(matter, seen=seen)
    require(by, Power.FILING_EDIT, about=matter)
    if matter.status != PlanStatus.FILED:
        raise Impossible(f"材料目前是“{matter.get_status_display()}”，直接修改即可，不需要另起一版。")
    matter.status = PlanStatus.DRAFT
    matter.countersigned_by = matter.countersigned_at = None
    matter.version += 1
    matter.save()
    audit.record(by=by, verb="revise_matter", about=matter, at=now, version=matter.version)
    return matter


def offer_matter(*, matter: Matter, by: User, seen: int, now: datetime) -> Matter:
    """Hand a complete one to 人社局 or to the head."""
    return way.offer(paper=matter, ready=_require_whole, by=by, seen=seen, now=now)


def countersign_matter(*, matter: Matter, by: User, seen: int, now: datetime) -> Matter:
    return way.countersign(paper=matter, ready=_require_whole, by=by, seen=seen, now=now)


def send_back_matter(*, matter: Matter, reason: str, by: User, seen: int, now: datetime) -> Matter:
    """人社局, or the head who is to submit, gives it back to the clerk."""
    power = Power.FILING_SUBMIT if holds(by, Power.FILING_SUBMIT) else Power.FILING_COUNTERSIGN
    return way.send_back(paper=matter, power=power, reason=reason, by=by, seen=seen, now=now)


def submit_matter(*, matter: Matter, by: User, seen: int, now: datetime) -> Matter:
    return way.submit(paper=matter, ready=_require_whole, as_sent=_as_sent, by=by, seen=seen, now=now)


def withdraw_matter(*, matter: Matter, by: User, seen: int, now: datetime) -> Matter:
    return way.withdraw(paper=matter, by=by, seen=seen, now=now)


def _changing(paper: P, *, by: User, seen: int, now: datetime) -> P:
    """The paper locked and opened for a change of its enclosures: a countersignature ends, the version counts on."""
    paper = way.locked(paper, seen=seen)
    require(by, paper.powers.edit, about=paper)
    _require_editable(paper)
    way.void(paper, by=by, now=now)
    paper.offered_at = None
    paper.entered_by = by
    paper.saved_at = now
    paper.version += 1
    paper.save()
    return paper


def _require_editable(paper: Paper) -> None:
    if not paper.is_editable:
        raise Impossible(f"{paper.noun}{paper.get_status_display()}，内容不能再改。")


def lacking(matter: Matter) -> list[str]:
    """What must still be written or enclosed before it goes on, by title."""
    return missing(matter.kind_of_filing, matter.content, {each.key for each in matter.enclosures.all()})


def _require_whole(matter: Matter) -> None:
    if titles := lacking(matter):
        shown = "、".join(titles[:SHOWN]) + ("等" if len(titles) > SHOWN else "")
        raise Impossible(f"还有 {len(titles)} 项没有填写或上传（{shown}），请补齐后再办理。")


def _as_sent(matter: Matter) -> dict[str, Any]:
    return {"content": matter.content}
