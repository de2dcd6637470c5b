"""Named filters of the review queue, kept by and for one person."""

from datetime import datetime

from bureaus import audit
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power
from recruitment.models import SavedView

MOST_VIEWS = 12


@action
def save_view(*, name: str, query: str, by: User, now: datetime) -> SavedView:
    """Keep a filter under a name; the same name keeps the newer filter.

    :raises Impossible: without a name, or with too many kept already.
    """
    require(by, Power.REVIEW_CONFIRM)
    name = name.strip()
    if not name:
        raise Impossible("请给这个常用筛选起个名称。")
    view = SavedView.objects.for_reader(by).filter(name=name).first() or SavedView(owner=by, name=name)
    if view.pk is None and SavedView.objects.for_reader(by).count() >= MOST_VIEWS:
        raise Impossible(f"最多保存 {MOST_VIEWS} 个常用筛选，请先删掉不用的。")
    view.query = query
    view.save()
    audit.record(by=by, verb="save_view", about=view, at=now)
    return view


@action
def drop_view(*, view: SavedView, by: User, now: datetime) -> None:
    """Forget one of one's own."""
    require(by, Power.REVIEW_CONFIRM)
    if view.owner_id != by.pk:
        raise Impossible("只能删除自己的常用筛选。")
    audit.record(by=by, verb="drop_view", about=view, at=now)
    view.delete()
