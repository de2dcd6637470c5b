"""What an assistant is paid and what keeps the work going (四(三)). The document names no figure, so none stands here."""

from dataclasses import dataclass
from decimal import Decimal

from policy.citation import Clause, carries
from policy.scoring import rounded

PAY_WORDS = Clause("四(三).待遇", "司法协理员薪酬福利按照接近于事业单位人员工资标准，根据本地区经济发展情况、物价指数等")
INSURANCE_WORDS = Clause("四(三).待遇", "司法协理员的社保、休假等相关待遇，执行国家和省有关规定")

PROBATION_SHARE = Decimal("0.8")  # 劳动合同法20: of the pay that was agreed


def yuan(amount: Decimal) -> str:
    """The amount as it is written in a document: 3500, or 3500.50 where there are fen."""
    return str(int(amount)) if amount == amount.to_integral_value() else f"{amount:.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """A month's pay by a county's scheme, in yuan. `least` and `most` bound what anybody is paid in a month without allowances."""

    base: Decimal
    post: Decimal
    performance: Decimal
    yearly_step: Decimal
    least: Decimal
    most: Decimal

    @property
    def beginning(self) -> Decimal:
        """What somebody begins with."""
        return self.base + self.post + self.performance

    @property
    def probation_least(self) -> Decimal:
        """The least that is paid in probation, unless `least` is more."""
        return max(rounded(self.beginning * PROBATION_SHARE), self.least)

    @carries("四(三).待遇", "并建立正常的工资增长机制")
    def after(self, years: int) -> Decimal:
        """The month's pay after so many full years: a step for each, never above `most`."""
        return min(self.beginning + self.yearly_step * years, self.most)


def problems(pay: Pay, *, growth: str) -> list[str]:
    """Why a scheme cannot be agreed on, as sentences; empty when nothing speaks against it. `growth` says how else pay grows."""
    found = []
    if pay.base <= 0:
        found.append("基本工资须大于 0 元。")
    if pay.least > pay.most:
        found.append(f"月工资下限 {yuan(pay.least)} 元高于上限 {yuan(pay.most)} 元，请核对。")
    if pay.beginning < pay.least:
        found.append(f"基本、岗位、绩效工资合计 {yuan(pay.beginning)} 元，低于下限 {yuan(pay.least)} 元，请核对。")
    if pay.beginning > pay.most:
        found.append(f"基本、岗位、绩效工资合计 {yuan(pay.beginning)} 元，高于上限 {yuan(pay.most)} 元，请核对。")
    if pay.yearly_step == 0 and not growth.strip():
        found.append("没有年度增长额，也没有写工资增长办法。文件要求建立正常的工资增长机制（四(三).待遇），请填写一项。")
    return found


@carries("四(三).经费", "司法协理员公用经费按照人事隶属关系，由当地财政部门予以保障")
@carries("四(三).经费", "用于保障司法协理员办公办案所需设备设施、组织健康检查、开展培训等因工作、管理需要产生的支出")
def each(amount: Decimal, people: int) -> Decimal | None:
    """One person's share of a yearly sum; None where nobody serves, so that nothing is divided by nought."""
    return rounded(amount / people) if people else None
