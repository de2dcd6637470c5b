"""解聘: refused for want of breaches, of a served 教育, of a breach after it; then allowed, decided by another, and the contract ends."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from documents.models import OfficialPaper, PaperKind
from evaluation import actions
from evaluation.models import Departure, Dismissal, Incident
from evaluation.personal_file import history
from policy.powers import Role
from tests.evaluation.conduct import SAID, confirmed, dismissing, on_record, served
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, counted, head, hired, protected
from tests.staffing.factories import make_user, paper, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 20)
SERIOUS = {"ground": "serious", "own_conduct": True, "grave_consequence": True, "bad_influence": False}


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def parts(name, day):
    return {f"{name}_0": day.year, f"{name}_1": day.month, f"{name}_2": day.day}


def test_one_is_refused_for_want_of_a_served_notice_and_then_allowed_through_the_pages():
    contract = hired(name="王解聘")
    now = at(DAY)
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    said = {
        "contract": contract.pk,
        "ground": "repeated",
        "lawful": "breach",
        "facts": "三次擅自离岗",
        "finding": "经教育仍不改正",
        **SAID,
        "suspected_crime": "no",
        **parts("union_told_on", DAY),
        **parts("last_day", DAY),
    }

    def enter():
        papers = {"evidence": paper("证据"), "union_paper": paper("工会")}
        return text(post(desk, url("dismissal_enter"), said | papers, now=now))

    page = enter()
    assert "已登记违规 0 次，至少要有 3 次。" in page
    for name in ("证据", "工会"):
        assert f"请重新选择文件：这一页没有保存，刚才选的“{name}.png”浏览器没有留下。" in page
    assert "请重新选择文件：" not in text(get(desk, url("dismissal_enter"), now))
    assert "还没有送达过教育记录；先教育，仍不改正的才能以此解聘。" in page
    incidents = [confirmed(contract, date(2026, 3, day)) for day in (2, 3, 4)]
    page = enter()
    assert ("已登记违规" in page, "还没有送达过教育记录" in page) == (False, True)
    served(incidents[0], date(2026, 3, 5))
    assert "2026-03-05 教育以后没有再登记违规，不属于“经教育仍不改正”。" in enter()
    confirmed(contract, date(2026, 3, 12))
    assert "这个人以前没有审定过书面警告、考核降档；直接解聘的，请写明越过的理由，负责人审定时看到，通知书也写明。" in enter()
    said["skip_reason"] = "警告、降档不足以纠正"
    assert "的解聘已提出" in enter()
    dismissal = Dismissal.objects.get()
    assert "警告、降档不足以纠正" in text(get(chief, url("dismissal", dismissal.pk), now))
    assert post(desk, url("dismissal_decide", dismissal.pk), {"seen": 1}, now=now).status_code == 403
    assert "审定解聘" in text(get(chief, "/desk/", now))
    page = text(get(chief, url("dismissal_decide", dismissal.pk), now))
    assert ("依据《劳动合同法》第三十九条" in page, "没有经过前一档，直接解聘，理由：警告、降档不足以纠正" in page) == (True, True)
    assert "的解聘已审定" in text(post(chief, url("dismissal_decide", dismissal.pk), {"seen": 1}, now=now))
    contract.refresh_from_db()
    assert (contract.ended_on, contract.ended_ground, counted(contract.line)) == (DAY, "breach", (1, 1))
    assert OfficialPaper.objects.get(kind=PaperKind.TERMINATION_CERTIFICATE).title == "解除（终止）劳动合同证明"
    assert "应在 2026-04-04 前办结" in text(get(desk, url("departure", Departure.objects.get().pk), now))
    rows = records_of(get(desk, url("dismissals_export"), now).content)
    assert [(row["姓名"], row["依据"], row["状态"]) for row in rows] == [("王解聘", "《劳动合同法》第三十九条", "待送达")]
    assert rows[0]["越过前一档的理由"] == "警告、降档不足以纠正"
    notice = OfficialPaper.objects.get(kind=PaperKind.DISMISSAL_NOTICE)
    assert "没有经过前一档处理，直接予以解聘的理由：警告、降档不足以纠正" in notice.source
    assert get(chief, url("dismissal_union", dismissal.pk), now).status_code == 200
    assert get(signed_in(staff(contract.county, Role.COUNTY_HR)), url("dismissal", dismissal.pk), now).status_code == 403


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"lawful": "dereliction"}, "以“多次违规、经教育不改”解聘的，法定事由应是“严重违反规章制度”、“培训或者调岗后仍不能胜任”之一。"),
        ({"ground": "breach"}, "请选择解聘的事由。"),
        ({"finding": " "}, "请写明事实和认定。"),
        ({"union_told_on": date(2026, 3, 21)}, "通知工会的日期不能晚于今天；先将理由通知工会，再提出解聘（《劳动合同法》第四十三条）。"),
        ({"statement": ""}, "本人作了陈述、申辩的，请写明内容。"),
        ({"suspected_crime": True}, "涉嫌犯罪的应当移交有关部门，请写明移交日期和移交机关。"),
        ({"last_day": date(2026, 3, 19)}, "以“严重违反规章制度”解除合同，最后工作日最早是 2026-03-20。"),
        ({"lawful": "incompetent"}, "以“培训或者调岗后仍不能胜任”解除合同，应当提前 30 日书面通知，最后工作日最早是 2026-04-19。"),
        ({**SERIOUS, "grave_consequence": False}, "以此解聘的，须认定是个人行为，并造成严重后果或者恶劣影响。"),
        ({**SERIOUS, "own_conduct": None}, "以此解聘的，须认定是个人行为，并造成严重后果或者恶劣影响。"),
    ],
)
def test_what_is_refused(said, sentence):
    contract = hired()
    on_record(contract)
    with refused(Impossible, sentence):
        dismissing(contract, **said)


def test_a_crime_goes_to_the_authorities_and_serious_needs_no_earlier_breach():
    dismissal = dismissing(hired(), **SERIOUS, suspected_crime=True, referred_on=DAY, referred_to="演示县公安局", lawful="dereliction")
    assert (dismissal.referred_to, Incident.objects.count(), dismissal.law.clause.label) == ("演示县公安局", 0, "《劳动合同法》第三十九条")


def test_a_protected_person_is_not_dismissed_as_incompetent_but_for_a_breach():
    contract = hired()
    on_record(contract)
    protected(contract, first_day=date(2026, 3, 1))
    with refused(Impossible, "这个人处于孕期、产期、哺乳期，不能以“培训或者调岗后仍不能胜任”解除合同（《劳动合同法》第四十二条）。"):
        dismissing(contract, lawful="incompetent", last_day=date(2026, 4, 20))
    assert dismissing(contract).state == "proposed"


def test_the_county_sets_how_many_breaches_are_many():
    contract = hired()
    on_record(contract, breaches=(date(2026, 3, 2), date(2026, 3, 9)))
    with refused(Impossible, "已登记违规 2 次，至少要有 3 次。"):
        dismissing(contract)
    numbers = {"office_days": 1, "deputy_days": 3, "training_hours": 40, "fewest_breaches": 2}
    actions.set_daily_rules(county=contract.county, **numbers, by=head(contract), seen=0, now=at(DAY))
    assert dismissing(contract).state == "proposed"


def test_who_enters_does_not_decide_and_other_roles_do_neither():
    contract = hired()
    dismissal = dismissing(contract, **SERIOUS)
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE, Role.CITY):
        with pytest.raises(Refused):
            actions.confirm_dismissal(dismissal=dismissal, by=make_user(role, contract.county), seen=1, now=at(DAY))
    with pytest.raises(Refused):
        dismissing(hired(), by=head(contract), **SERIOUS)
    enterer = dismissal.entered_by
    enterer.role = Role.COUNTY_HEAD
    enterer.save()
    with pytest.raises(OneHand):
        actions.confirm_dismissal(dismissal=dismissal, by=enterer, seen=1, now=at(DAY))


def test_one_decided_too_late_goes_back_and_is_entered_anew():
    contract = hired()
    dismissal = dismissing(contract, **SERIOUS)
    later = date(2026, 3, 23)
    with refused(Impossible, "以“严重违反规章制度”解除合同，最后工作日最早是 2026-03-23。"):
        actions.confirm_dismissal(dismissal=dismissal, by=head(contract), seen=1, now=at(later))
    chief = signed_in(head(contract))
    page = text(post(chief, url("dismissal_return", dismissal.pk), {"seen": 1, "reason": "请改最后工作日"}, now=at(later)))
    assert ("解聘已退回经办人。" in page, dismissing(contract, now=later, **SERIOUS).state) == (True, "proposed")


def test_the_list_costs_the_same_for_one_row_and_for_three(client):
    contract = hired()
    dismissing(contract, **SERIOUS)
    client.force_login(clerk(contract))
    with clock.standing_at(at(DAY)):
        one = queries_of(client, url("dismissals"))
        for _ in range(2):
            dismissing(hired(contract.line), **SERIOUS)
        assert (queries_of(client, url("dismissals")), one <= 15) == (one, True)


def test_the_notice_of_a_dismissal_is_served_once_by_the_clerk_and_the_desk_says_so_until_then():
    contract = hired(name="王送达")
    dismissal = dismissing(contract, **SERIOUS)
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    now = at(DAY)
    with refused(Impossible, "审定以后才能登记送达。"):
        actions.serve_dismissal(dismissal=dismissal, served_on=DAY, served_how="handed", by=clerk(contract), seen=1, now=now)
    assert "送达解聘通知书" not in text(get(desk, "/desk/", now))
    dismissal = actions.confirm_dismissal(dismissal=dismissal, by=head(contract), seen=1, now=now)
    assert f"{url('dismissals')}?state=unserved" in text(get(desk, "/desk/", now))
    assert "王送达" in text(get(desk, f"{url('dismissals')}?state=unserved", now))
    assert "解聘通知书还没有送达" in text(get(desk, url("dismissal", dismissal.pk), now))
    assert get(chief, url("dismissal_serve", dismissal.pk), now).status_code == 403
    early = {"seen": 2, **parts("served_on", date(2026, 3, 19)), "served_how": "handed"}
    page = text(post(desk, url("dismissal_serve", dismissal.pk), early, now=now))
    assert "送达日期应在审定之日（2026-03-20）到今天之间。" in page
    said = early | parts("served_on", DAY)
    assert "送达已登记。" in text(post(desk, url("dismissal_serve", dismissal.pk), said, now=now))
    dismissal.refresh_from_db()
    assert (dismissal.served_on, dismissal.served_how, dismissal.served_by) == (DAY, "handed", clerk(contract))
    assert "2026-03-20，当面送达，本人签收" in text(get(chief, url("dismissal", dismissal.pk), now))
    assert "送达解聘通知书" not in text(get(desk, "/desk/", now))
    rows = records_of(get(desk, url("dismissals_export"), now).content)
    assert [(row["状态"], row["送达日期"], row["送达方式"]) for row in rows] == [("已送达", DAY, "当面送达，本人签收")]
    told = [event.words for event in history(contract.assistant, clerk(contract)) if event.title == "解聘"]
    assert told == [f"{dismissal.get_ground_display()}：{dismissal.facts}（2026-03-20 送达）"]
    with refused(Impossible, "送达已经登记，没有重复办理。"):
        actions.serve_dismissal(dismissal=dismissal, served_on=DAY, served_how="handed", by=clerk(contract), seen=3, now=now)
