"""An application read back to the person who filled it in, section by section."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from policy.identity import mask
from policy.people import Education
from policy.rules import Effect, Rule
from recruitment import eligibility
from recruitment.models import Application, Profile
from recruitment.models.applications import AttachmentKind
from recruitment.registration import RELATIVES, SECTIONS, consents, papers_of, pledges, required_of, sections_of
from staffing.models import Auxiliary

LEFT_OUT = "不填"


class Part(NamedTuple):
    """One section: the key of its page, its title, and pairs of what was asked and what was answered ("" where nothing was)."""

    key: str
    title: str
    rows: list[tuple[str, object]]


def read_back(application: Application, profile: Profile | None) -> list[Part]:
    """Every answer as it will be submitted. The number is masked: whoever looks over a shoulder sees no more."""
    who = profile or Profile()
    attached = Counter(application.attachments.filter(replaced_at=None).values_list("kind", flat=True))
    row = eligibility.listed(application)
    asks = sections_of(application.round)
    parts = [
        Part(
            "profile",
            "基本信息",
            [
                ("姓名", who.name),
                ("身份证号", mask(who.id_number) if who.id_number else ""),
                ("出生日期", _day(who.born_on)),
                ("性别", who.sex),
                ("通信地址", who.address or LEFT_OUT),
            ],
        ),
        Part("vacancy", "报考岗位", [("岗位", application.vacancy)]),
        Part(
            "education",
            "学历",
            [
                ("最高学历", _education(application, row)),
                ("毕业院校", application.school),
                ("所学专业", application.major),
                ("毕业日期", _day(application.graduated_on)),
            ],
        ),
        Part(
            "residence",
            "户籍或居住地",
            [
                ("户籍在阳泉", _word(application.registered_in_yangquan)),
                ("户籍地址", application.registered_address or LEFT_OUT),
                ("居住地为阳泉", _word(application.lives_in_yangquan)),
            ],
        ),
        Part(
            "experience",
            "经历与优先条件",
            [
                ("通过法律职业资格考试", _word(application.has_legal_qualification)),
                ("法学及相关专业毕业", _word(application.studied_law)),
                ("有政法相关工作经历", _word(application.served_in_justice)),
                ("学习和工作经历", application.experience or LEFT_OUT),
            ],
        ),
        Part("papers", "照片与材料", [(str(kind.label), _paper(kind, attached, application)) for kind in papers_of(application.round)]),
        Part(
            "declarations",
            "声明与承诺",
            [
                *((rule.title, _declared(rule, application.declared.get(rule.key))) for rule in eligibility.asked_of(application)),
                (RELATIVES, relatives(application)),
                ("个人信息处理同意书", "已同意" if consents(application) else ""),
                ("诚信承诺书", "已承诺" if pledges(application) else ""),
            ],
        ),
    ]
    shown = [part for part in parts if part.key not in SECTIONS or part.key in asks]
    return [*shown[:1], Part("", "在册登记", roster_rows(row)), *shown[1:]] if row is not None else shown


def relatives(application: Application) -> str:
    """Who of the family works in the county's 司法行政系统, in full: for the person who wrote it, and for whoever opens it for a reason."""
    told = application.told_relatives
    if told is None:
        return ""
    if not told:
        return "没有"
    return f"有：{told['name']}，{told['relation']}，{told['place']}" + (f"；其他：{told['others']}" if told["others"] else "")


def roster_rows(row: Auxiliary) -> list[tuple[str, object]]:
    """What the county's roster says of somebody: shown, never typed. What the roster leaves open says so."""
    answers = [(Auxiliary.title_of(name), _word(getattr(row, name)) or "名单未填") for name in Auxiliary.ANSWERS]
    if row.party_member is False and row.party_file_movable is None:
        answers[-1] = (answers[-1][0], "不是党员，不需要")
    education = "名单未填" if row.education is None else Education(row.education).title
    return [("姓名", row.name), ("所在单位", row.place), ("到岗日期", _day(row.first_day)), ("学历", education), *answers]


def _word(answer: bool | None) -> str:
    if answer is None:
        return ""
    return "是" if answer else "否"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _education(application: Application, row: Auxiliary | None) -> str:
    if row is not None and row.education is not None:
        return f"{Education(row.education).title}（在册登记）"
    return "" if application.education is None else Education(application.education).title


def _paper(kind: AttachmentKind, attached: Counter[str], application: Application) -> str:
    if number := attached[kind.value]:
        return "已上传" if number == 1 else f"已上传 {number} 张"
    return "" if kind in required_of(application.round) else LEFT_OUT


def _declared(rule: Rule, answer: bool | None) -> str:
    """An answer in words that stand without their question: the same yes means one thing for a condition, another for a bar."""
    if answer is None:
        return ""
    if rule.effect is Effect.BARS:
        return "有此情形" if answer else "没有此情形"
    return _word(answer)
