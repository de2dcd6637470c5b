"""Verbs on the duty log: begun as a draft, counted, put into words, handed in; sent back by the head of the office with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import JudicialOffice, User
from documents.uploads import Checked, keep_each
from evaluation.models import EntryFile, EntryState, LogEntry
from evaluation.service import office_on
from policy.duties import BY_NUMBER, entry_problems
from policy.powers import Power
from staffing.models import Assistant

MOST_FILES = 9


@action
def begin_entry(
    *,
    assistant: Assistant,
    day: date,
    duty: int,
    by: User,
    now: datetime,
    measures: Mapping[str, int] | None = None,
    text: str = "",
    officer: str = "",
) -> LogEntry:
    """Begin an entry as a draft; with `measures`, `text` and `officer` of another one it is that entry's copy."""
    require(by, Power.DUTY_LOG, about=assistant)
    entry = LogEntry(assistant=assistant, duty=duty, day=day, measures=dict(measures or {}), text=text, officer=officer, written_at=now)
    entry.office = _office(assistant, day, duty, now)
    entry.save()
    audit.record(by=by, verb="begin_entry", about=entry, at=now, duty=duty)
    return entry


@action
def move_entry(*, entry: LogEntry, day: date, duty: int, by: User, seen: int, now: datetime) -> LogEntry:
    """Give an entry another day or duty; measures that the new duty does not know are dropped, and it is a draft again."""
    entry = _own(entry, by, seen)
    entry.office = _office(entry.assistant, day, duty, now)
    if duty != entry.duty:
        entry.duty = duty
        entry.measures = {key: value for key, value in entry.measures.items() if key in {each.key for each in entry.kind.measures}}
        entry.state = EntryState.DRAFT
    entry.day = day
    return _save(entry, "begin_entry", by, now, duty=duty)


@action
def count_entry(*, entry: LogEntry, measures: Mapping[str, int], by: User, seen: int, now: datetime) -> LogEntry:
    """Enter how many of each."""
    entry = _own(entry, by, seen)
    _check(entry_problems(number=entry.duty, office=str(entry.office), officer=entry.officer or "—", measures=measures))
    entry.measures = dict(measures)
    return _save(entry, "count_entry", by, now)


@action
def word_entry(
    *,
    entry: LogEntry,
    text: str,
    officer: str,
    by: User,
    seen: int,
    now: datetime,
    hand_in: bool,
    files: Iterable[tuple[Checked, str]] = (),
) -> LogEntry:
    """Put an entry into words, add what was checked of its files, and hand it in; without `hand_in` it is kept as a draft.

    :raises Impossible: where it is handed in and something is missing, or it has too many files.
    """
    entry = _own(entry, by, seen)
    entry.text, entry.officer = text.strip(), officer.strip() if entry.kind.names_officer else ""
    if hand_in:
        _check(entry_problems(number=entry.duty, office=str(entry.office), officer=entry.officer, text=entry.text, measures=entry.measures))
        entry.state, entry.submitted_at = EntryState.SUBMITTED, now
    elif entry.state == EntryState.SUBMITTED:
        entry.state = EntryState.DRAFT
    arrived = list(files)
    if entry.files.count() + len(arrived) > MOST_FILES:
        raise Impossible(f"一条日志最多 {MOST_FILES} 个附件，请先移除不需要的。")
    entry = _save(entry, "hand_in_entry" if hand_in else "word_entry", by, now, files=len(arrived))
    EntryFile.objects.bulk_create(EntryFile(entry=entry, stored=stored) for stored in keep_each(arrived, by=by, now=now))
    return entry


@action
def hand_in_entries(*, assistant: Assistant, entries: Sequence[Mapping[str, Any]], by: User, now: datetime) -> list[LogEntry]:
    """Hand in what a sheet brought: day, duty, measures, text and officer of each; all of them or none, and none that is there already.

    :raises Impossible: for the first that may not be handed in, or when one of them has been by now.
    """
    assistant = Assistant.objects.locked(assistant.pk)  # the same sheet sent twice takes turns
    require(by, Power.DUTY_LOG, about=assistant)
    held = set(LogEntry.objects.filter(assistant=assistant).values_list("day", "duty", "text"))
    made = []
    for each in entries:
        office = _office(assistant, each["day"], each["duty"], now)
        facts = {"officer": each["officer"].strip(), "text": each["text"].strip(), "measures": dict(each["measures"])}
        _check(entry_problems(number=each["duty"], office=str(office), **facts))
        if (each["day"], each["duty"], facts["text"]) in held:
            raise Impossible("表格里的日志刚才已经提交过，没有重复提交。请回到工作日志查看。")
        facts["officer"] = facts["officer"] if BY_NUMBER[each["duty"]].names_officer else ""
        made.append(LogEntry(assistant=assistant, office=office, day=each["day"], duty=each["duty"], written_at=now, **facts))
    for entry in made:
        entry.state, entry.submitted_at = EntryState.SUBMITTED, now
    LogEntry.objects.bulk_create(made)
    for entry in made:
        audit.record(by=by, verb="hand_in_entry", about=entry, at=now, version=entry.version, by_sheet=True)
    return made


@action
def discard_entry(*, entry: LogEntry, by: User, now: datetime) -> None:
    """Drop a draft."""
    entry = _own(entry, by, None)
    if entry.state != EntryState.DRAFT:
        raise Impossible("提交过的日志不能删除。")
    audit.record(by=by, verb="discard_entry", about=entry, at=now)
    entry.delete()


@action
def drop_file(*, file: EntryFile, by: User, now: datetime) -> None:
    """Take a file off an entry; what was received stays kept."""
    entry = _own(file.entry, by, None)
    audit.record(by=by, verb="drop_entry_file", about=entry, at=now, file=file.stored_id)
    file.delete()


@action
def return_entry(*, entry: LogEntry, reason: str, by: User, seen: int, now: datetime) -> LogEntry:
    """The head of the office sends an entry back with a reason."""
    entry = LogEntry.objects.select_related("assistant__person", "office").locked(entry.pk, seen=seen)
    require(by, Power.DAILY_RECORD, about=entry)
    if entry.state != EntryState.SUBMITTED:
        raise Impossible("只有已提交的日志可以退回。")
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    entry.state, entry.returned_by, entry.returned_at, entry.return_reason = EntryState.RETURNED, by, now, reason.strip()
    _save(entry, "return_entry", by, now)
    if entry.assistant.person is not None:
        outbox.tell("entry_returned", to=entry.assistant.person, about=entry, due=now, occasion=str(entry.version))
    return entry


def _own(entry: LogEntry, by: User, seen: int | None) -> LogEntry:
    entry = LogEntry.objects.select_related("assistant", "office").locked(entry.pk, seen=seen)
    require(by, Power.DUTY_LOG, about=entry)
    return entry


def _office(assistant: Assistant, day: date, duty: int, now: datetime) -> JudicialOffice:
    """Where the day was served.

    :raises Impossible: for a day to come, a day not served, or no such duty.
    """
    if day > clock.today(now):
        raise Impossible("还没有到这一天，不能填日志。")
    office = office_on(assistant, day)
    _check(entry_problems(number=duty, office=str(office or ""), officer="—"))
    assert office is not None  # noqa: S101 - else there was a problem
    return office


def _check(problems: list[str]) -> None:
    if problems:
        raise Impossible("".join(problems))


def _save(entry: LogEntry, verb: str, by: User, now: datetime, **details: object) -> LogEntry:
    entry.written_at = entry.written_at if verb == "return_entry" else now
    entry.version += 1
    entry.save()
    audit.record(by=by, verb=verb, about=entry, at=now, version=entry.version, **details)
    return entry
