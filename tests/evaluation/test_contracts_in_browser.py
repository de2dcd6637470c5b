"""A county renews many contracts and ends one, in a real browser, with every page clean for axe and no wider than the screen."""

from datetime import timedelta

import pytest

from bureaus import clock
from evaluation import actions
from evaluation.models import Departure
from policy.calendar import months_after
from policy.powers import Role
from staffing.models import Contract
from tests.looking import Desk
from tests.staffing.contracts import at, clerk, counted, head, hired, protected, renewed
from tests.staffing.factories import make_line, make_office, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_desk(new_page, site):
    return lambda user: Desk(new_page(base_url=site), site, user, "contracts")


def test_many_are_renewed_and_one_is_ended(open_desk):
    line, today = make_line(planned_public=8), clock.today(clock.now())
    begun = months_after(today + timedelta(days=50), -36)
    ends = months_after(begun, 36) - timedelta(days=1)
    people = [hired(line, name=name, starts_on=begun) for name in ("赵一鸣", "钱二虎", "孙三多", "李四光")]
    protected(people[1], first_day=today - timedelta(days=30))
    long_here = renewed(hired(line, name="周五常", starts_on=months_after(begun, -36), probation_months=0))
    desk, chief = open_desk(clerk(people[0])), open_desk(head(people[0]))

    desk.go("/desk/").sees("合同将要到期，提出意见").look("desk").follow("合同将要到期").sees(f"{(ends - today).days} 天").look("list")
    desk.tick("赵一鸣", "钱二虎", "孙三多", "周五常").press("对勾选的提出意见").sees("提出续聘意见：4 份").look("propose")
    for name in ("赵一鸣", "钱二虎", "孙三多", "周五常"):
        card = desk.page.locator("fieldset.card", has_text=name)
        card.get_by_label("不再需要" if name == "孙三多" else "需要", exact=True).check()
        card.get_by_label("良好", exact=True).check()
        card.get_by_label("期满终止", exact=True).check() if name == "孙三多" else None
        card.get_by_label("理由").fill("司法所撤并，不再需要这个岗位。" if name == "孙三多" else "工作需要，表现良好（演示）。")
    desk.press("提出这 4 份意见").sees("已提出 4 份意见").look("proposed").refused("/evaluation/contracts/decide/")

    chief.go("/evaluation/contracts/").tick("赵一鸣", "钱二虎", "孙三多", "周五常").press("审定勾选的意见")
    chief.sees(f"周五常自 {ends + timedelta(days=1)} 起续订无固定期限的合同。").look("decide")
    chief.press("审定这 4 份").sees("已审定 4 份").look("decided")
    chief.go("/evaluation/contracts/").tick("赵一鸣", "钱二虎", "周五常").press("签订勾选的合同").look("sign").press("登记这 3 份已签订")
    chief.sees("已签订 3 份")
    signed = Contract.objects.signed().filter(renews__in=[*people, long_here])
    assert [contract.is_open_ended for contract in signed.order_by("pk")] == [False, False, True]
    assert counted(line) == (5, 0)

    chief.go("/evaluation/contracts/departures/").sees("孙三多").look("departures")
    desk.go(f"/evaluation/contracts/{people[3].pk}/").look("contract").follow("登记离职").look("enter")
    gone = today + timedelta(days=30)
    desk.chooses(ground="resigned").fills(notified_on=today, last_day=gone).attaches("paper").press("登记离职").sees(
        "离职已登记，等负责人审定"
    ).look("entered")
    departure = Departure.objects.get(contract=people[3])
    desk.refused(f"/evaluation/contracts/departures/{departure.pk}/decide/")
    chief.go(f"/evaluation/contracts/departures/{departure.pk}/decide/").look("departure_decide")
    chief.press("审定离职").sees(f"最后工作日 {gone}")
    assert (counted(line), actions.carry_out_due(now=at(ends))) == ((5, 0), 2)
    assert counted(line) == (5, 2)
    desk.go(f"/evaluation/contracts/departures/{departure.pk}/").sees("解除（终止）劳动合同证明").look("departure")

    desk.go(f"/evaluation/contracts/{people[1].pk}/").sees("受保护状态").look("protected").follow("情形和证明")
    desk.page.get_by_label("答复本人查询").check()
    desk.look("reveal").press("显示情形").sees("孕期、产期、哺乳期").look("revealed")
    desk.go(f"/evaluation/contracts/{people[1].pk}/protections/enter/").look("protection")
    office = make_office(people[0].county, "新设司法所")
    desk.go(f"/evaluation/contracts/transfers/people/{people[0].assistant_id}/").look("transfer_enter")
    desk.page.get_by_label("调往司法所").select_option(str(office.pk))
    desk.fills(effective_on=gone, reason="新所工作需要（演示）。").chooses(consent="consented").press("登记调配").sees(
        "等另一位工作人员审定"
    ).look("transfer")
    chief.go("/desk/").follow("审定调配").follow("赵一鸣").follow("审定调配").look("transfer_decide")
    chief.press("审定调配").sees("司法协理员调配通知")
    desk.go("/evaluation/contracts/transfers/").sees("新设司法所").look("transfers")
    desk.go(f"/evaluation/contracts/transfers/people/{people[0].assistant_id}/relatives/").look("relative")
    ended = hired(line, name="吴六合", starts_on=begun)
    desk.go(f"/evaluation/contracts/{ended.pk}/").follow("单位解除合同").look("endings").follow("客观情况重大变化").look("ending_enter")
    desk.press("登记解除合同").sees("请填写协商变更合同的日期（《劳动合同法》第四十条）。").look("ending_refused")
    desk.fills(reasons="司法所撤并（演示）。", negotiated_on=today, negotiation="提出到邻近司法所工作，没有达成协议（演示）。")
    desk.fills(union_told_on=today, last_day=gone).attaches("paper").attaches("union_paper").press("登记解除合同")
    desk.sees("的解除合同已登记，等负责人审定").look("ending_entered")
    ending = Departure.objects.get(contract=ended)
    desk.refused(f"/evaluation/contracts/departures/{ending.pk}/decide/")
    chief.go(f"/evaluation/contracts/departures/{ending.pk}/decide/").look("ending_decide").press("审定离职").sees(f"最后工作日 {gone}")
    desk.go("/desk/").follow("送达解除劳动合同通知书").follow("吴六合").look("ending_unserved").follow("登记送达").look("ending_serve")
    desk.chooses(served_how="handed").press("登记送达").sees("送达已登记").look("ending_served")
    city_like = open_desk(staff(people[0].county, Role.COUNTY_HR))
    city_like.go("/evaluation/contracts/?within=all").sees("赵一鸣").look("read_only")
