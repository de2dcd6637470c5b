"""Take over what the same person filled in for an earlier registration."""

from collections.abc import Collection
from datetime import datetime

from bureaus import audit
from bureaus.acts import Impossible, action
from bureaus.models import User
from recruitment import reuse as reading
from recruitment.actions.corrections import must_allow
from recruitment.actions.registration import own_draft, touch
from recruitment.models import Application, Attachment
from recruitment.registration import SECTIONS


@action
def reuse(*, application: Application, source: Application, parts: Collection[str], by: User, now: datetime) -> list[str]:
    """Copy the chosen parts into those places of the draft where nothing stands yet; returns the titles of what was taken over.

    :raises Impossible: for another person's registration, or one that was never submitted.
    """
    application = own_draft(application, by, next(iter(parts), "papers"), now)
    if source.applicant_id != by.pk or source.submitted_at is None or source.pk == application.pk:
        raise Impossible("没有可以带入的报名，请自己填写。")
    taken = [offer for offer in reading.offers(application, source) if offer.key in parts]
    fields: list[str] = []
    for offer in taken:
        must_allow(application, "declarations" if offer.key == "relatives" else offer.key, now)
        if offer.key == "papers":
            Attachment.objects.bulk_create(
                Attachment(application=application, kind=row.kind, place=row.place, file=row.file)
                for row in reading.papers_of(application, source)
            )
            continue
        for field in ("has_relatives", "relatives") if offer.key == "relatives" else SECTIONS[offer.key]:
            setattr(application, field, getattr(source, field))
            fields.append(field)
    if taken:
        touch(application, fields, now)
        audit.record(by=by, verb="reuse", about=application, at=now, source=source.pk, parts=[offer.key for offer in taken])
    return [offer.title for offer in taken]
