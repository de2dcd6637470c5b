"""A dismissal in a real browser: refused for want of a served 教育, refused for want of a breach after it, then decided by another."""

from datetime import date

import pytest

from evaluation.models import Dismissal, Incident
from tests.evaluation.conduct import confirmed
from tests.looking import Desk, move_to
from tests.staffing.contracts import at, clerk, counted, head, hired

pytestmark = pytest.mark.django_db(transaction=True)

CONDUCT = "/evaluation/conduct/"
DAY = date(2026, 3, 9)
NOT_TAUGHT = "还没有送达过教育记录；先教育，仍不改正的才能以此解聘。"
WHY = "书面警告以后仍不改正，降档已不足以纠正（演示）。"
FINDING = "违反考勤规定，经教育仍不改正（演示）。"
NOT_AGAIN = "2026-03-09 教育以后没有再登记违规，不属于“经教育仍不改正”。"


def test_one_is_dismissed_only_after_a_served_notice_and_a_breach_after_it(site, new_page):
    move_to(at(DAY))
    contract = hired(name="王解聘")
    confirmed(contract, date(2026, 3, 2))
    confirmed(contract, date(2026, 3, 4))
    desk = Desk(new_page(base_url=site), site, clerk(contract), "conduct")
    chief = Desk(new_page(base_url=site), site, head(contract), "conduct")
    who = f"王解聘（{contract.office}）"

    def register(day, facts):
        """The clerk enters and hears; the clerk is refused the decision; the head decides."""
        desk.go(f"{CONDUCT}enter/").page.select_option("[name=contract]", label=who)
        desk.fills(day=day, facts=facts).attaches("evidence").chooses(measure="warning").press("登记违规").sees("违规已登记")
        incident = Incident.objects.latest("pk")
        desk.follow("登记陈述申辩").chooses(defence="given").fills(statement="家中有急事，没有来得及请假。").press("保存陈述申辩")
        desk.sees("陈述申辩已登记，等负责人审定。").refused(f"{CONDUCT}{incident.pk}/decide/")
        chief.refused(f"{CONDUCT}enter/").go("/desk/").follow("审定违规登记").go(f"{CONDUCT}{incident.pk}/").follow("审定违规登记")
        chief.press("审定违规登记").sees("违规登记已审定，请经办人送达本人。").refused(f"{CONDUCT}{incident.pk}/serve/")
        return incident

    def propose(today):
        desk.go(f"{CONDUCT}dismissals/enter/").page.select_option("[name=contract]", label=who)
        desk.chooses(ground="repeated", lawful="breach", defence="given", suspected_crime="no")
        desk.fills(
            facts="多次擅自离岗（演示）。",
            finding=FINDING,
            skip_reason=WHY,
            statement="今后一定改正。",
            union_told_on=today,
            last_day=today,
        )
        return desk.attaches("evidence", "union_paper").press("提出解聘")

    third = register(DAY, "值班时间擅自离岗（演示）。")
    propose(DAY).sees(NOT_TAUGHT).look("dismissal_refused")
    assert desk.page.input_value("[name=finding]") == FINDING
    desk.go(f"{CONDUCT}{third.pk}/").follow("登记送达").chooses(served_how="handed").press("登记送达").sees("送达已登记。")
    propose(DAY).sees(NOT_AGAIN)

    again = date(2026, 3, 16)
    move_to(at(again))
    desk.sit()
    chief.sit()
    register(again, "送达教育以后又一次擅自离岗（演示）。")
    propose(again).sees("王解聘的解聘已提出，等负责人审定。").look("dismissal_proposed")
    dismissal = Dismissal.objects.get()
    desk.refused(f"{CONDUCT}dismissals/{dismissal.pk}/decide/")
    assert counted(contract.line) == (1, 0)
    chief.refused(f"{CONDUCT}dismissals/enter/").go("/desk/").follow("审定解聘").go(f"{CONDUCT}dismissals/{dismissal.pk}/").follow(
        "审定解聘"
    )
    chief.look("dismissal_decide").press("审定解聘").sees("王解聘的解聘已审定，最后工作日 2026-03-16。").look("dismissal_decided")
    assert counted(contract.line) == (1, 1)
    chief.refused(f"{CONDUCT}dismissals/{dismissal.pk}/serve/")
    desk.go("/desk/").follow("送达解聘通知书").sees("王解聘").go(f"{CONDUCT}dismissals/{dismissal.pk}/").look("dismissal_unserved")
    desk.follow("登记送达").look("dismissal_serve").chooses(served_how="handed").press("登记送达")
    desk.sees("送达已登记。").look("dismissal_served")
    desk.go(f"/evaluation/people/{contract.assistant_id}/").sees("解聘通知工会的材料").look("person_of_a_dismissal")
