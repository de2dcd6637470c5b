"""The twelve duties of a judicial assistant, and what an entry in the duty log must say."""

from dataclasses import dataclass

from policy.citation import Clause, carries


@dataclass(frozen=True, slots=True)
class Duty:
    """One numbered duty. Where the work itself belongs to civil servants, the log names the one who is in charge (承办人)."""

    number: int
    title: str
    clause: Clause
    names_officer: bool = False


def duty(number: int, title: str, ref: str, quote: str, *, names_officer: bool = False) -> Duty:
    """A duty with its words."""
    return Duty(number, title, Clause(ref, quote), names_officer)


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
def entry_problems(*, number: int, office: str, officer: str = "") -> list[str]:
    """Return what is wrong with a log entry: the office served on that day, the duty's number, the civil servant in charge."""
    if number not in BY_NUMBER:
        return ["请从十二项岗位职责中选一项。"]
    problems = []
    if not office.strip():
        problems.append("司法协理员岗位在司法所：这一天还没有派到司法所，请先由县（区）司法局调配。")
    chosen = BY_NUMBER[number]
    if chosen.names_officer and not officer.strip():
        problems.append(f"“{chosen.title}”由司法所工作人员承办，司法协理员协助，请写明承办人。")
    return problems
