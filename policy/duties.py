"""The twelve duties of a judicial assistant, and what an entry in the duty log must say."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from policy.citation import Clause, carries


@dataclass(frozen=True, slots=True)
class Measure:
    """Something of a duty that is counted. The document names none: these are this platform's."""

    key: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One numbered duty. Where the work itself belongs to civil servants, the log names the one who is in charge (承办人)."""

    number: int
    title: str
    clause: Clause
    names_officer: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is counted of it, at most four things."""
        return MEASURES[self.number]

    def counted(self, numbers: Mapping[str, int]) -> str:
        """调解纠纷 2 件，调解成功 1 件: what is not nought."""
        return "，".join(f"{each.title} {numbers[each.key]} {each.unit}" for each in self.measures if numbers.get(each.key))

    def read_counted(self, text: str) -> dict[str, int]:
        """The numbers behind such words, in any order, with or without the unit and the spaces.

        :raises ValueError: with the sentence for the person, for what the duty does not count, no whole number, and one thing twice.
        """
        titles = {unicodedata.normalize("NFKC", each.title): each for each in self.measures}
        numbers: dict[str, int] = {}
        for part in filter(None, (each.strip() for each in re.split(r"[,;、。]", unicodedata.normalize("NFKC", text)))):
            found = re.fullmatch(r"(.*?)\s*([0-9]+)\s*(\S*)", part)
            measure = titles.get(found[1]) if found else None
            if found is None or measure is None or found[3] not in ("", measure.unit) or measure.key in numbers or int(found[2]) > MOST:
                raise ValueError(f"“{self.title}”的数量请写成“{self.counted({each.key: 1 for each in self.measures})}”这样，没有的不写。")
            numbers[measure.key] = int(found[2])
        return {key: number for key, number in numbers.items() if number}

    @property
    def assists(self) -> bool:
        """Whether the document itself says 协助: all but the other work that is handed down."""
        return self.clause.quote.startswith(ASSISTS)


def duty(number: int, title: str, ref: str, quote: str, *, names_officer: bool = False) -> Duty:
    """A duty with its words."""
    return Duty(number, title, Clause(ref, quote), names_officer)


ASSISTS = "协助"
MOST = 9999  # of anything in one entry
LONGEST = 500  # characters of one entry's text

MEASURES: dict[int, tuple[Measure, ...]] = {
    1: (Measure("mediated", "调解纠纷", "件"), Measure("settled", "调解成功", "件"), Measure("searched", "排查", "次")),
    2: (Measure("sessions", "普法活动", "次"), Measure("audience", "受众", "人"), Measure("materials", "发放资料", "件")),
    3: (Measure("consulted", "法律咨询", "人"), Measure("legal_aid", "法律援助引导", "人"), Measure("notary", "公证引导", "人")),
    4: (
        Measure("visits", "走访", "次"),
        Measure("talks", "谈话", "次"),
        Measure("lessons", "教育", "次"),
        Measure("charity", "公益活动", "次"),
    ),
    5: (Measure("linked", "衔接", "人"), Measure("revisits", "回访", "次"), Measure("helped", "帮扶", "人")),
    6: (Measure("activities", "活动", "次"),),
    7: (Measure("activities", "协调监督", "次"),),
    8: (Measure("reviewed", "审核（查）", "件"),),
    9: (Measure("collected", "意见建议", "件"),),
    10: (Measure("candidates", "选任人员", "人"), Measure("activities", "活动", "次")),
    11: (Measure("meetings", "视频会见", "次"), Measure("served", "服务", "人")),
    12: (Measure("done", "交办事项", "件"), Measure("activities", "参加", "次")),
}

DUTIES: tuple[Duty, ...] = (
    duty(1, "指导调解", "三.1", "协助司法所指导调解工作"),
    duty(2, "普法依法治理", "三.2", "协助司法所参与基层普法依法治理"),
    duty(3, "公共法律服务", "三.3", "协助司法所组织提供基层公共法律服务"),
    duty(4, "社区矫正", "三.4", "协助司法所承担社区矫正工作", names_officer=True),
    duty(5, "安置帮教", "三.5", "协助司法所协调开展刑满释放人员安置帮教工作"),
    duty(6, "基层法治建设", "三.6", "协助司法所参与推进辖区基层法治建设"),
    duty(7, "行政执法协调监督", "三.7", "协助司法所开展行政执法协调监督工作", names_officer=True),
    duty(8, "合法性审核（查）", "三.8", "协助司法所开展合法性审核（查）工作", names_officer=True),
    duty(9, "立法意见建议", "三.9", "协助司法所面向社会收集立法意见建议"),
    duty(10, "人民陪审员选任", "三.10", "协助司法所做好人民陪审员选任工作"),
    duty(11, "远程视频会见", "三.11", "协助司法所开展远程视频会见工作"),
    duty(12, "其他交办事务", "三.12", "完成法律法规赋予和上级司法行政机关交办的其他事务"),
)
BY_NUMBER = {each.number: each for each in DUTIES}


@carries("三.岗位", "司法协理员岗位在司法所，协助履行以下工作职责")
def entry_problems(
    *, number: int, office: str, officer: str = "", text: str | None = None, measures: Mapping[str, int] | None = None
) -> list[str]:
    """Return what is wrong with a log entry: the office served on that day, the duty, its officer in charge, words and measures.

    `text` and `measures` are None while they have not been asked yet.
    """
    if number not in BY_NUMBER:
        return ["请从十二项岗位职责中选一项。"]
    problems = []
    if not office.strip():
        problems.append("司法协理员岗位在司法所：这一天还没有派到司法所，请先由县（区）司法局调配。")
    chosen = BY_NUMBER[number]
    if chosen.names_officer and not officer.strip():
        problems.append(f"“{chosen.title}”由司法所工作人员承办，司法协理员协助，请写明承办人。")
    if text is not None:
        problems += wording_problems(chosen, text)
    if measures is not None:
        known = {measure.key for measure in chosen.measures}
        if set(measures) - known or any(not 0 <= value <= MOST for value in measures.values()):
            problems.append(f"“{chosen.title}”的数量应为 0 到 {MOST} 的整数。")
    return problems


@carries("三.岗位", "协助履行以下工作职责")
def wording_problems(chosen: Duty, text: str) -> list[str]:
    """Return what is wrong with the words of an entry: what an assistant does is to assist."""
    if not text.strip():
        return ["请写明做了什么。"]
    if len(text) > LONGEST:
        return [f"内容最多 {LONGEST} 个字，现在 {len(text)} 个字。"]
    if chosen.assists and ASSISTS not in text:
        return [f"“{chosen.title}”是协助司法所做的工作，请写明“协助”谁、做了什么。"]
    return []
