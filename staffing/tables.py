"""Tables that come in: auxiliaries, contact facts, trainings, health checks. Each is held against what stands, none adds an assistant."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bureaus import clock
from bureaus.letters import masked_phone
from bureaus.models import County, JudicialOffice, User
from documents.exchange import Current, Judge, Row
from documents.spreadsheets import Column, Kind, Sheet
from policy.identity import BadIdentity, is_mobile, read_identity
from policy.people import Education
from staffing import actions
from staffing.auxiliaries import YES, template_for, word
from staffing.models import EDUCATION_CHOICES, Assistant, Auxiliary, Conclusion, HealthCheck, Posting, Training, identity_hash
from staffing.models.auxiliaries import BUREAU

Faults = list[tuple[str, str]]

UNKNOWN = "花名册里没有这个人：姓名和身份证号后四位都要与花名册一致。人员只能通过签订聘用合同进入花名册。"
TWO = "花名册里有两个人的姓名和身份证号后四位都与此相同，请在人员页面上逐个登记。"
ELSEWHERE = "该人员在这段时间内已在全市的在册辅助人员名单中，请先核对原登记的离岗日期。"
AN_ASSISTANT = "这个人在这段时间内是本县（区）司法协理员，不登记为辅助人员。"

NAME, LAST4 = "姓名", "身份证号后四位"
PERSON = (
    Column(NAME, "name", required=True),
    Column(LAST4, "last4", Kind.DIGITS, width=16, required=True, note="与姓名一起认定是谁；本列是文本格式"),
)
EDUCATIONS = {title: value for value, title in EDUCATION_CHOICES}
CONCLUSIONS = {label: value for value, label in Conclusion.choices}

TRAINING = Sheet(
    "培训登记表",
    (
        *PERSON,
        Column("培训日期", "held_on", Kind.DATE, note="如 2024-03-16"),
        Column("培训内容", "topic", width=36, note="100 字以内"),
        Column("学时", "hours", Kind.MARK, width=8, least=0, most=500, note="最多一位小数"),
        Column("组织单位", "organiser", width=24, note="60 字以内"),
    ),
)
HEALTH = Sheet(
    "健康检查登记表",
    (
        *PERSON,
        Column("检查日期", "checked_on", Kind.DATE, note="如 2024-03-16"),
        Column("结论", "conclusion", Kind.CHOICE, width=10, choices=tuple(CONCLUSIONS)),
        Column("具体情况", "details", width=40, note="加密保存，不出现在任何名单和导出里；没有的留空"),
    ),
)
CONTACTS = Sheet(
    "联系方式更正表",
    (
        *PERSON,
        Column("联系电话", "phone", Kind.DIGITS, width=16, note="11 位手机号码；没有变化的留空"),
        Column("户籍地址", "registered_address", width=36, note="没有变化的留空"),
        Column("现住址", "address", width=36, note="没有变化的留空"),
        Column("学历", "education", Kind.CHOICE, choices=tuple(EDUCATIONS), note="没有变化的留空"),
        Column("毕业院校", "school", width=20, note="没有变化的留空"),
        Column("所学专业", "major", width=18, note="没有变化的留空"),
    ),
)


@dataclass(frozen=True)
class Incoming:
    """One kind of table for one county: its columns, the lines its template begins with, how a line is judged and what is written."""

    title: str
    sheet: Sheet
    lines: list[Mapping[str, Any]]
    use: str
    current: Current
    judge: Judge
    take: Callable[[list[Row]], int]


def incoming(kind: str, *, county: County, by: User, now: datetime) -> Incoming:
    """The table of a kind, ready to compare and to write.

    :raises KeyError: for a kind there is none of.
    """
    return KINDS[kind](county, by, now)


def _auxiliaries(county: County, by: User, now: datetime) -> Incoming:
    today = clock.today(now)
    offices = {str(office): office for office in JudicialOffice.objects.visible_to(by).standing()}
    sheet = template_for(offices)
    rows = list(Auxiliary.objects.visible_to(by).filter(county=county).defer("id_number").select_related("office").order_by("first_day"))
    abroad: dict[str, list[tuple[date, date | None]]] = {}
    for id_hash, first, last in Auxiliary.objects.exclude(county=county).values_list("id_hash", "first_day", "last_day"):
        abroad.setdefault(id_hash, []).append((first, last))
    assistants = set(Posting.objects.visible_to(by).not_ended(today).values_list("assistant__id_hash", flat=True))

    def standing(row: Row) -> Auxiliary | None:
        """The same stretch: the same first day, or else the one that has not ended."""
        own = [found for found in rows if found.id_hash == identity_hash(row["id_number"])]
        same = [found for found in own if found.first_day == row["first_day"]]
        return next(iter(same or [found for found in own if found.last_day is None]), None)

    def facts(row: Row) -> actions.AuxiliaryFacts:
        answers: dict[str, Any] = {name: None if row[name] is None else row[name] == YES for name in Auxiliary.ANSWERS}
        return actions.AuxiliaryFacts(
            name=row["name"],
            id_number=row["id_number"],
            first_day=row["first_day"],
            last_day=row["last_day"],
            office=offices.get(row["place"]),
            education=EDUCATIONS[row["education"]] if row["education"] else None,
            **answers,
        )

    def current(row: Row) -> Mapping[str, Any] | None:
        found = standing(row)
        if found is None:
            return None
        told = {name: getattr(found, name) for name in ("name", "first_day", "last_day")}
        answers = {name: word(getattr(found, name)) or None for name in Auxiliary.ANSWERS}
        education = None if found.education is None else Education(found.education).title
        return {**told, **answers, "education": education, "place": str(found.office) if found.office else BUREAU}

    def judge(row: Row) -> Faults:
        first, last = row["first_day"], row["last_day"]
        found: Faults = []
        if len(row["name"]) > 30:
            found.append(("姓名", "姓名不能超过 30 个字。"))
        try:
            number = read_identity(row["id_number"], today).number
        except BadIdentity as fault:
            return [*found, ("公民身份号码", str(fault))]
        if first > today:
            found.append(("到岗日期", "到岗日期不能晚于今天，到岗后再登记。"))
        if last is not None and last < first:
            found.append(("离岗日期", "离岗日期不能早于到岗日期。"))
        id_hash = identity_hash(number)
        if any(_overlap(first, last, *stretch) for stretch in abroad.get(id_hash, ())):
            found.append(("公民身份号码", ELSEWHERE))
        if id_hash in assistants and last is None:
            found.append(("公民身份号码", AN_ASSISTANT))
        return found

    def take(told: list[Row]) -> int:
        pairs = [(standing(row), facts(row)) for row in told]
        new = [fact for found, fact in pairs if found is None]
        changed = [(found, fact) for found, fact in pairs if found is not None]
        return actions.import_auxiliaries(county=county, new=new, changed=changed, by=by, now=now)

    use = "一人一行；已登记的人按号码认出，改了哪一格就更正哪一格；表上没有的人不动。离岗的填离岗日期。"
    return Incoming("导入在册辅助人员", sheet, [], use, current, judge, take)


class _People:
    """The assistants of a county by name and last four, as far as this person may see them."""

    def __init__(self, by: User, *, sealed: bool = False) -> None:
        rows = Assistant.objects.visible_to(by).order_by("name", "pk")
        self.all = list(rows if sealed else rows.defer("id_number", "phone", "registered_address", "address"))
        self._found: dict[tuple[str, str], list[Assistant]] = {}
        for person in self.all:
            self._found.setdefault((person.name, person.id_last4), []).append(person)

    def find(self, row: Row) -> Assistant | None:
        found = self._found.get((row["name"], row["last4"].upper()), [])
        return found[0] if len(found) == 1 else None

    def faults(self, row: Row) -> Faults:
        found = self._found.get((row["name"], row["last4"].upper()), [])
        if len(found) == 1:
            return []
        return [(NAME, TWO if found else UNKNOWN)]

    def lines(self, by: User, today: date) -> list[Mapping[str, Any]]:
        """A line for each who serves today, to be filled in."""
        serving = set(Posting.objects.visible_to(by).serving(today).values_list("assistant", flat=True))
        return [{"name": person.name, "last4": person.id_last4} for person in self.all if person.pk in serving]


def _training(county: County, by: User, now: datetime) -> Incoming:
    people, today = _People(by), clock.today(now)
    standing = Training.objects.visible_to(by).standing()
    known = {(row.assistant_id, row.held_on, row.topic): row for row in standing}
    asked = ("held_on", "topic", "hours", "organiser")

    def current(row: Row) -> Mapping[str, Any] | None:
        person = people.find(row)
        told = known.get((person.pk, row["held_on"], row["topic"])) if person else None
        return row if told or _is_blank(row, asked) else None

    def judge(row: Row) -> Faults:
        if _is_blank(row, asked):
            return []
        found = [*people.faults(row), *_missing(TRAINING, row, asked)]
        if row["held_on"] and row["held_on"] > today:
            found.append(("培训日期", "培训日期不能晚于今天。"))
        if row["hours"] is not None and (row["hours"] <= 0 or row["hours"] * 10 % 1):
            found.append(("学时", "学时须大于 0，最多一位小数。"))
        found += [*_long("培训内容", row["topic"], 100), *_long("组织单位", row["organiser"], 60)]
        person = people.find(row)
        told = known.get((person.pk, row["held_on"], row["topic"])) if person else None
        if told and (told.hours, told.organiser) != (row["hours"], row["organiser"]):
            found.append(("培训内容", f"当天的同一项培训已经登记为 {told.hours} 学时、{told.organiser}；登错了的，请先在人员页面上作废。"))
        return found

    def take(told: list[Row]) -> int:
        rows = [(person, *(row[name] for name in asked)) for row in told if (person := people.find(row))]
        return actions.import_training(rows=rows, by=by, now=now)

    use = "一人一次培训一行，参加两次的复制成两行；没有参加的留空，不会登记。"
    return Incoming("导入培训记录", TRAINING, people.lines(by, today), use, current, judge, take)


def _health(county: County, by: User, now: datetime) -> Incoming:
    people, today = _People(by), clock.today(now)
    standing = HealthCheck.objects.visible_to(by).standing().defer("details")
    known = {(row.assistant_id, row.checked_on): row.conclusion for row in standing}
    asked = ("checked_on", "conclusion")

    def current(row: Row) -> Mapping[str, Any] | None:
        person = people.find(row)
        told = known.get((person.pk, row["checked_on"])) if person else None
        return row if told or _is_blank(row, (*asked, "details")) else None

    def judge(row: Row) -> Faults:
        if _is_blank(row, (*asked, "details")):
            return []
        found = [*people.faults(row), *_missing(HEALTH, row, asked), *_long("具体情况", row["details"], 1000)]
        if row["checked_on"] and row["checked_on"] > today:
            found.append(("检查日期", "检查日期不能晚于今天。"))
        person = people.find(row)
        told = known.get((person.pk, row["checked_on"])) if person else None
        if told and row["conclusion"] and told != CONCLUSIONS[row["conclusion"]]:
            found.append(("结论", "当天的检查已经登记为另一个结论；登错了的，请先在人员页面上作废。"))
        return found

    def take(told: list[Row]) -> int:
        rows = [
            (person, row["checked_on"], CONCLUSIONS[row["conclusion"]], row["details"] or "")
            for row in told
            if (person := people.find(row))
        ]
        return actions.import_health_checks(rows=rows, by=by, now=now)

    use = "一人一次检查一行；没有检查的留空，不会登记。具体情况加密保存，不出现在名单和导出里。"
    return Incoming("导入健康检查", HEALTH, people.lines(by, today), use, current, judge, take)


def _contacts(county: County, by: User, now: datetime) -> Incoming:
    people, today = _People(by, sealed=True), clock.today(now)
    names = ("phone", "registered_address", "address", "education", "school", "major")
    sealed = {"registered_address", "address"}

    def merged(row: Row, person: Assistant) -> actions.Contact:
        told = {name: row[name] if row[name] is not None else getattr(person, name) for name in names}
        if row["education"] is not None:
            told["education"] = EDUCATIONS[row["education"]]
        return actions.Contact(**told)

    def current(row: Row) -> Mapping[str, Any] | None:
        """What stands, where the sheet says otherwise; sealed facts are named and not shown."""
        person = people.find(row)
        if person is None:
            return row
        told: dict[str, Any] = {}
        for name in names:
            stands = getattr(person, name)
            if name == "education":
                stands = None if stands is None else Education(stands).title
            if row[name] is None or row[name] == stands:
                told[name] = row[name]
            elif name == "phone":
                told[name] = masked_phone(stands) if stands else None
            else:
                told[name] = "原有登记" if name in sealed and stands else stands
        return told

    def judge(row: Row) -> Faults:
        found = people.faults(row)
        if row["phone"] is not None and not is_mobile(row["phone"]):
            found.append(("联系电话", "联系电话应为 11 位手机号码，请核对。"))
        lengths = (
            ("户籍地址", "registered_address", 200),
            ("现住址", "address", 200),
            ("毕业院校", "school", 60),
            ("所学专业", "major", 60),
        )
        for title, name, most in lengths:
            found += _long(title, row[name], most)
        return found

    def take(told: list[Row]) -> int:
        pairs = [(people.find(row), row) for row in told]
        return actions.import_contacts(rows=[(person, merged(row, person)) for person, row in pairs if person], by=by, now=now)

    use = "只填有变化的格子，留空的不动。姓名、性别、身份证号以聘用合同为准，不能用表格改，也不能用表格增加人员。"
    return Incoming("导入联系方式更正", CONTACTS, people.lines(by, today), use, current, judge, take)


KINDS: dict[str, Callable[[County, User, datetime], Incoming]] = {
    "auxiliaries": _auxiliaries,
    "training": _training,
    "health": _health,
    "contacts": _contacts,
}


def _overlap(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    return (last is None or other_first <= last) and (other_last is None or first <= other_last)


def _is_blank(row: Row, names: Iterable[str]) -> bool:
    return all(row[name] is None for name in names)


def _missing(sheet: Sheet, row: Row, names: Iterable[str]) -> Faults:
    titles = {column.key: column.title for column in sheet.columns}
    return [(titles[name], f"{titles[name]}没有填写。") for name in names if row[name] is None]


def _long(title: str, text: str | None, most: int) -> Faults:
    return [(title, f"{title}不能超过 {most} 个字。")] if text and len(text) > most else []
