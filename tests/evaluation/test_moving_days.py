"""Days that lie ahead of a transfer, or were written on its day, go along: the new office fills and confirms its month with them."""

from datetime import date

import pytest

from bureaus import clock
from bureaus.access import Refused
from bureaus.guards import Prevented
from bureaus.models import Message
from bureaus.naming import named
from bureaus.tenancy import Stale
from evaluation import actions
from evaluation.grids import MonthGrid
from evaluation.models import Attendance, Leave, LogEntry, Tally, Transfer
from staffing.models import Posting
from tests.evaluation.contracts import entered as leaving
from tests.evaluation.factories import (
    MARCH,
    account_of,
    answer,
    ask,
    at,
    confirm,
    fill_month,
    head_of,
    make_entry,
    make_serving,
    office_of,
    version_of,
)
from tests.recruitment.stages import make_calendar
from tests.staffing.contracts import clerk, head
from tests.staffing.factories import make_filed_plan
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

MOVES = date(2024, 3, 11)
OVER = at(2024, 3, 31)


def somebody():
    """Somebody with an account in the first office of a county, with both offices."""
    make_calendar()
    first, second = make_filed_plan(planned_public=3).lines.all()
    assistant = make_serving(first)
    return assistant, office_of(assistant), second.office


def moved(assistant, office, *, on=MOVES, now=None):
    now = now or at(2024, 3, 8)
    contract = assistant.contracts.get()
    said = {"reason": "工作需要", "consent": "consented", "by": clerk(contract), "now": now}
    transfer = actions.enter_transfer(assistant=assistant, to_office=office, effective_on=on, **said)
    return actions.confirm_transfer(transfer=transfer, by=head(contract), seen=1, now=now)


def where():
    return list(Attendance.objects.order_by("day").values_list("office", "day"))


def test_leave_beyond_a_transfer_goes_along_to_a_filled_and_confirmed_month():
    assistant, old, new = somebody()
    leave = ask(assistant, kind="sick", first=date(2024, 3, 8), last=date(2024, 3, 19))
    with clock.standing_at(at(2024, 3, 8)):
        answer(leave, by=head_of(old), now=at(2024, 3, 8))
        leave.refresh_from_db()
        if leave.state != "approved":
            answer(leave, by=head(assistant.contracts.get()), now=at(2024, 3, 8))
        moved(assistant, new)
    days = [8, 11, 12, 13, 14, 15, 18, 19]
    assert where() == [(old.pk if day < MOVES.day else new.pk, date(2024, 3, day)) for day in days]
    assert dict(Tally.objects.values_list("office", "leave")) == {old.pk: 2, new.pk: 14}
    with clock.standing_at(OVER):
        for office in (old, new):
            assert confirm(office).confirmed_at == OVER
        assert MonthGrid(new, MARCH).blockers() == []
    assert Attendance.objects.filter(office=new, day__gte=MOVES).count() == Attendance.objects.filter(day__gte=MOVES).count() == 15


def test_what_was_written_on_the_day_of_a_transfer_stays_workable():
    assistant, old, new = somebody()
    now = at(2024, 3, 11)
    with clock.standing_at(now):
        entry = make_entry(assistant, day=MOVES, now=now)
        earlier = make_entry(assistant, day=date(2024, 3, 8), now=now)
        draft = make_entry(assistant, day=MOVES, duty=2, hand_in=False, now=now)
        actions.record_attendance(office=old, month=MARCH, marks={(assistant.pk, MOVES): "present"}, by=head_of(old), seen=0, now=now)
        moved(assistant, new, now=now)
        assert dict(LogEntry.objects.values_list("pk", "office")) == {entry.pk: new.pk, draft.pk: new.pk, earlier.pk: old.pk}
        assert where() == [(new.pk, MOVES)]
        entry = actions.return_entry(entry=entry, reason="写明地点", by=head_of(new), seen=entry.version, now=now)
    assert dict(Tally.objects.values_list("office", "returned")) == {old.pk: 0, new.pk: 1}
    with clock.standing_at(OVER):
        fill_month(new)
        sentence = "有 1 条日志退回后还没有改好。"
        assert (MonthGrid(new, MARCH).blockers(), sentence in MonthGrid(old, MARCH).blockers()) == ([sentence], False)
        words = {"text": "协助李所长在南山路调解。", "officer": "", "hand_in": True}
        actions.word_entry(entry=entry, **words, by=account_of(assistant), seen=entry.version, now=OVER)
        assert [confirm(office).confirmed_at for office in (old, new)] == [OVER, OVER]


def test_a_day_of_a_confirmed_month_does_not_go_along_until_it_is_open():
    assistant, old, new = somebody()
    with clock.standing_at(OVER):
        make_entry(assistant, day=date(2024, 3, 31), now=OVER)
        confirm(old)
        with refused(Prevented, "2024年3月已经由司法所确认，日志和考勤不能再改。确需更正的，请县（区）司法局重新开放。"):
            moved(assistant, new, on=date(2024, 3, 31), now=OVER)
        assert LogEntry.objects.get().office_id == old.pk
        boss = head(assistant.contracts.get())
        actions.reopen_month(office=old, month=MARCH, reason="月末调配", by=boss, seen=version_of(old), now=OVER)
        transfer = Transfer.objects.get()
        actions.confirm_transfer(transfer=transfer, by=boss, seen=transfer.version, now=OVER)  # control: open, the same goes through
        assert LogEntry.objects.get().office_id == new.pk


def test_what_was_sent_back_to_somebody_who_has_left_does_not_hold_the_month_up():
    assistant, old, _ = somebody()
    contract = assistant.contracts.get()
    then = at(2024, 3, 20)
    for day in (12, 18):  # one of a day served, one of a day after the last
        entry = make_entry(assistant, day=date(2024, 3, day), now=then)
        actions.return_entry(entry=entry, reason="写明地点", by=head_of(old), seen=entry.version, now=then)
    ask(assistant, first=date(2024, 3, 25), now=then)
    with clock.standing_at(OVER):
        fill_month(old)
        # control: of somebody in service all of it does
        assert MonthGrid(old, MARCH).blockers()[-2:] == ["有 2 条日志退回后还没有改好。", "有 1 份请假还没有批准。"]
    said = {"ground": "agreed", "notified_on": date(2024, 3, 12), "last_day": date(2024, 3, 15)}
    departure = leaving(contract, **said)
    actions.confirm_departure(departure=departure, by=head(contract), seen=1, now=then)
    entry.refresh_from_db()
    with pytest.raises(Refused):
        actions.discard_entry(entry=entry, by=account_of(assistant), now=OVER)
    with clock.standing_at(OVER):
        assert MonthGrid(old, MARCH).blockers() == []
        assert confirm(old).confirmed_at == OVER


def test_leave_that_begins_after_a_transfer_is_answered_by_the_new_office():
    assistant, old, new = somebody()
    boss_of_new = head_of(new)
    asked = ask(assistant, first=date(2024, 3, 12))
    approved = ask(assistant, first=date(2024, 3, 13))
    answer(approved, by=head_of(old), now=at(2024, 3, 7))
    straddling = ask(assistant, first=date(2024, 3, 8), last=MOVES)
    moved(assistant, new)
    kept = dict(Leave.objects.values_list("pk", "office"))
    assert kept == {asked.pk: new.pk, approved.pk: new.pk, straddling.pk: old.pk}
    assert list(Message.objects.filter(recipient=boss_of_new, letter="leave_asked").values_list("about", flat=True)) == [named(asked)]
    with pytest.raises(Refused):
        answer(asked, by=head_of(old), now=at(2024, 3, 12))
    answer(asked, by=boss_of_new, now=at(2024, 3, 12))
    for by in (head_of(old), head(assistant.contracts.get())):
        answer(straddling, by=by, now=at(2024, 3, 12))
    asked.refresh_from_db()
    assert (asked.state, asked.endorsed_by) == ("approved", boss_of_new)
    assert where() == [(old.pk if day == 8 else new.pk, date(2024, 3, day)) for day in (8, 11, 12, 13)]


def test_an_answer_given_on_a_page_from_before_the_transfer_is_refused():
    assistant, _, new = somebody()
    leave = ask(assistant, first=date(2024, 3, 12))
    moved(assistant, new)
    with pytest.raises(Stale):
        actions.answer_leave(leave=leave, agrees=True, note="", by=head_of(new), seen=leave.version, now=at(2024, 3, 12))
    leave.refresh_from_db()
    answer(leave, by=head_of(new), now=at(2024, 3, 12))  # control: having seen it


def test_no_path_gives_leave_to_an_office_where_its_first_day_is_not_served_nor_what_is_over():
    assistant, old, new = somebody()
    leave = ask(assistant, first=date(2024, 3, 12))

    def give(office):
        return sql("UPDATE evaluation_leave SET office_id = %s WHERE id = %s", office.pk, leave.pk)

    assert refusal(give(new)) == ("day_served", "这一天不在这个司法所任职，不能登记。")
    moved(assistant, new)
    assert refusal(give(old))[0] == "day_served"
    Posting.objects.filter(office=new).update(office=old)
    both = sql("UPDATE evaluation_leave SET office_id = %s, reason = '别的' WHERE id = %s", old.pk, leave.pk)
    assert refusal(both)[0] == "leave_kept"
    give(old)()  # control: to the office that is served on its first day
    leave.refresh_from_db()
    answer(leave, by=head_of(old), agrees=False, note="人手不足", now=at(2024, 3, 12))
    assert refusal(give(new))[0] == "leave_kept"
