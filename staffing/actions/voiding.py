"""How a record about an assistant is taken out: it stays, with who did it, when and why."""

from datetime import datetime

from bureaus.access import require
from bureaus.acts import Impossible
from bureaus.models import User
from policy.powers import Power
from staffing.models.service import Record


def void(record: Record, *, reason: str, by: User, now: datetime) -> None:
    """Void a locked record. Called within a verb, which records it.

    :raises Impossible: if it was voided before, or without a reason.
    """
    require(by, Power.ROSTER_EDIT, about=record)
    if record.voided_at is not None:
        raise Impossible("这条记录已经作废，没有重复办理。")
    if not reason.strip():
        raise Impossible("请写明作废的理由。")
    record.voided_by = by
    record.voided_at = now
    record.void_reason = reason.strip()
    record.save(update_fields=["voided_by", "voided_at", "void_reason"])  # a sealed column is sealed anew whenever it is written
