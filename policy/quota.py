"""How many assistants a county must plan: 所均 4 人, in integers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from policy.citation import carries

PER_OFFICE = 4
NOBODY, FEW = "没有人", f"少于 {PER_OFFICE} 人"


@carries("四.数额", "拟招聘司法协理员数量和现有司法所政法专项编制数的总和不低于司法所所均 4 人的要求")
def least_planned(offices: int, established: int) -> int:
    """Return the fewest assistants that bring a county's offices to four people each on average."""
    return max(0, PER_OFFICE * offices - established)


@dataclass(frozen=True, slots=True)
class Check:
    """A county's plan held against the average.

    `established` are 政法专项编制, posts and not the people in them; `planned` are all assistants: serving, to be selected and to
    be recruited.
    """

    offices: int
    established: int
    planned: int

    @property
    def shortfall(self) -> int:
        """How many more assistants the plan needs; 0 when it has enough."""
        return max(0, least_planned(self.offices, self.established) - self.planned)

    @property
    def passes(self) -> bool:
        return self.offices > 0 and self.shortfall == 0

    @property
    def average(self) -> str:
        """People per office to two places, cut off and never rounded, so that 3.996 does not read as 4.00."""
        if self.offices == 0:
            return "—"
        hundredths = (self.established + self.planned) * 100 // self.offices
        return f"{hundredths // 100}.{hundredths % 100:02}"

    @property
    def sentence(self) -> str:
        if self.offices == 0:
            return "还没有登记司法所，请先登记，暂不能上报"
        if self.shortfall:
            return f"还差 {self.shortfall} 人才达到所均 {PER_OFFICE} 人，暂不能上报"
        return f"达到所均 {PER_OFFICE} 人的要求"


def advice(*, established: int, planned: int) -> str:
    """Say what is worth a look at one office; blank when nothing is. The average is the county's, so an office is never refused."""
    people = established + planned
    if people == 0:
        return "这个司法所没有编制也没有协理员，请考虑安排人员。"
    if people < PER_OFFICE:
        return f"这个司法所有 {people} 人，少于 {PER_OFFICE} 人；文件要求的是全县平均数，可以上报。"
    return ""


def mark(people: int) -> str:
    """The same in one word, for a table; blank when nothing is."""
    if people == 0:
        return NOBODY
    return FEW if people < PER_OFFICE else ""


@carries("四.备案", "逐级上报审核备案")
def uncovered(*, where: str, planned: int, used: int) -> str:
    """Say why an edition cannot take the place of the one in force: it plans fewer places than are in use. Blank when it covers them."""
    return f"{where}已使用 {used} 人，变更方案只列 {planned} 人，少于已使用的人数，请改为不少于 {used} 人。" if planned < used else ""


@dataclass(frozen=True, slots=True)
class Need:
    """What speaks for one office: its `workload` in any unit all offices share, and the people `serving` there now."""

    workload: int
    serving: int


@carries("四.核定", "根据辖区司法所工作任务和现有工作人员情况")
@carries("四.核定", "科学合理地核定司法协理员数额")
def proposal(total: int, needs: Sequence[Need]) -> list[int]:
    """Propose how to spread `total` assistants: each next one goes where the work per person is greatest. A county may change it.

    Returns one number an office, in the order given.
    """
    given = [0] * len(needs)

    def work_per_person(office: int) -> Fraction:
        # Nobody counts as half a person: any work there outweighs the same work shared by one.
        return Fraction(2 * needs[office].workload, 2 * (needs[office].serving + given[office]) or 1)

    for _ in range(total if needs else 0):
        given[max(range(len(needs)), key=work_per_person)] += 1
    return given
