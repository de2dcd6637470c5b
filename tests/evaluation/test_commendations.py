"""表彰: proposed with its deeds, shown for working days, decided by another, and seen where it belongs; and the pages of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from evaluation import actions
from evaluation.models import Commendation, DailyRules
from evaluation.personal_file import history
from policy.powers import Role
from tests.bureaus.factories import make_applicant
from tests.evaluation.conduct import DEEDS, confirmed, given, praised, proposing, shown
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, head, hired
from tests.staffing.factories import make_county, make_user, paper, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

DAY = date(2025, 3, 3)  # a Monday
AFTER = date(2025, 3, 11)


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def ruled(county, **numbers):
    DailyRules.objects.update_or_create(county=county, defaults=numbers)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"award": "merit"}, "请选择表彰名称。"),
        ({"year": 2023}, "表彰年度应是 2024 年或者 2025 年。"),
        ({"contribution": " "}, "表彰事迹还缺“突出贡献”，请写明具体事实。"),
        ({"amount": Decimal(500)}, "本县（区）没有规定表彰奖金，请不要填写金额。"),
    ],
)
def test_what_is_not_proposed(said, sentence):
    with refused(Impossible, sentence):
        praised(hired(), **said)


def test_a_county_that_has_ruled_an_amount_gives_no_more():
    contract = hired()
    ruled(contract.county, commendation_amount=500)
    with refused(Impossible, "奖金应大于 0，不超过本县（区）规定的 500 元。"):
        praised(contract, amount=Decimal(501))
    assert praised(contract, amount=Decimal(500)).amount == 500


def test_nobody_is_proposed_twice_under_one_title_and_the_quota_is_asked_at_the_proposal():
    contract = hired(name="演示甲")
    praised(contract)
    with refused(Impossible, "演示甲2025年度已经提出过“优秀司法协理员”，没有重复办理。"):
        praised(contract)
    assert praised(contract, award="praised").state == "proposed"
    ruled(contract.county, commendations=1)
    with refused(Impossible, "2025年的表彰名额是 1 人次，已公示、已表彰 0 人次，还剩 1 人次，这次要 2 人次。"):
        proposing(hired(contract.line), hired(contract.line))


def test_it_is_shown_for_working_days_and_then_decided_by_another():
    contract = hired()
    row = praised(contract)
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE, Role.CITY):
        with pytest.raises(Refused):
            actions.post_commendation(commendation=row, by=make_user(role, contract.county), seen=1, now=at(DAY))
    boss = head(contract)
    with refused(Impossible, "表彰须先公示，公示期满以后才能审定。"):
        actions.confirm_commendation(commendation=row, by=boss, seen=1, now=at(DAY))
    row = actions.post_commendation(commendation=row, by=boss, seen=1, now=at(DAY))
    assert (row.posted_first, row.posted_last) == (date(2025, 3, 4), date(2025, 3, 10))
    with clock.standing_at(at(date(2025, 3, 10))), refused(Impossible, "公示到 2025-03-10 为止，期满以后才能审定。"):
        actions.confirm_commendation(commendation=row, by=boss, seen=2, now=at(date(2025, 3, 10)))
    assert (row.word(date(2025, 3, 10)), row.word(AFTER)) == ("公示中", "公示期满，待审定")
    enterer = row.entered_by
    enterer.role = Role.COUNTY_HEAD
    enterer.save()
    with pytest.raises(OneHand):
        actions.confirm_commendation(commendation=row, by=enterer, seen=2, now=at(AFTER))


def test_the_quota_is_asked_again_when_it_is_shown_and_one_sent_back_frees_its_place():
    contract = hired()
    ruled(contract.county, commendations=1)
    first, second = praised(contract), praised(hired(contract.line))
    boss = head(contract)
    first = actions.post_commendation(commendation=first, by=boss, seen=1, now=at(DAY))
    with refused(Impossible, "2025年的表彰名额是 1 人次，已公示、已表彰 1 人次，还剩 0 人次，这次要 1 人次。"):
        actions.post_commendation(commendation=second, by=boss, seen=1, now=at(DAY))
    actions.return_commendation(commendation=first, reason="公示期内查实事迹有误", by=boss, seen=2, now=at(DAY))
    assert actions.post_commendation(commendation=second, by=boss, seen=1, now=at(DAY)).state == "posted"


def test_the_way_through_the_pages():
    account = make_applicant()
    contract = hired(name="王表彰", account=account)
    other = hired(contract.line, name="李表彰")
    now = at(DAY)
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    said = {"contracts": [contract.pk, other.pk], "year": 2025, "award": "model", **DEEDS}
    assert "本县（区）没有规定表彰奖金" in text(get(desk, url("commendation_enter"), now))
    assert "请选择要上传的文件。" in text(post(desk, url("commendation_enter"), said, now=now))
    refused_page = text(post(desk, url("commendation_enter"), said | {"paper": paper("决定"), "performance": ""}, now=now))
    assert f"刚才选的“{paper('决定').name}”浏览器没有留下。" in refused_page
    page = text(post(desk, url("commendation_enter"), said | {"paper": paper("决定")}, now=now))
    assert "已提出表彰：王表彰、李表彰。等负责人同意公示。" in page
    row = Commendation.objects.get(assistant=contract.assistant)
    assert "同意表彰公示" in text(get(chief, "/desk/", now))
    assert post(desk, url("commendation_post", row.pk), {"seen": 1}, now=now).status_code == 403
    assert "公示期 2025-03-04 至 2025-03-10" in text(get(chief, url("commendation_post", row.pk), now))
    assert "已公示，公示期 2025-03-04 至 2025-03-10" in text(post(chief, url("commendation_post", row.pk), {"seen": 1}, now=now))
    public = signed_in(make_applicant())
    page = text(get(public, url("publicity"), at(date(2025, 3, 10))))
    assert ("王表彰" in page, "李表彰" in page, DEEDS["achievements"] in page) == (True, False, False)
    later = at(AFTER)
    desk, chief, public = signed_in(clerk(contract)), signed_in(head(contract)), signed_in(make_applicant())
    assert "王表彰" not in text(get(public, url("publicity"), later))
    assert "审定表彰" in text(get(chief, "/desk/", later))
    assert "王表彰的表彰已审定" in text(post(chief, url("commendation_decide", row.pk), {"seen": 2}, now=later))
    assert Message.objects.get(letter="commended").recipient == account
    rows = records_of(get(desk, url("commendations_export") + "?state=confirmed", later).content)
    assert [(line["姓名"], line["表彰名称"], line["状态"]) for line in rows] == [("王表彰", "优秀司法协理员", "已表彰")]
    assert get(chief, url("commendation_paper", row.pk), later).status_code == 200
    back = Commendation.objects.get(assistant=other.assistant)
    assert "请写明退回的理由。" in text(post(chief, url("commendation_return", back.pk), {"seen": 1, "reason": ""}, now=later))
    assert "表彰已退回经办人。" in text(post(chief, url("commendation_return", back.pk), {"seen": 1, "reason": "事迹不实"}, now=later))
    stranger = signed_in(staff(make_county(), Role.COUNTY_CLERK))
    assert get(stranger, url("commendation", row.pk), later).status_code == 404
    assert get(signed_in(staff(contract.county, Role.COUNTY_HR)), url("commendations"), later).status_code == 403


def test_the_head_sets_quota_days_and_amount_within_their_bounds():
    contract = hired()
    chief = signed_in(head(contract))
    numbers = {"office_days": 1, "deputy_days": 3, "training_hours": 40, "fewest_breaches": 3, "seen": 0}
    said = numbers | {"commendations": 51, "commendation_days": 4, "commendation_amount": -1}
    page = text(post(chief, url("daily_rules"), said, now=at(DAY)))
    assert "每年表彰的名额（人次）应为 0 到 50 的整数。" in page
    assert "表彰公示的工作日数应为 5 到 15 的整数。" in page
    said = numbers | {"commendations": 2, "commendation_days": 7, "commendation_amount": 300}
    assert "规定已保存" in text(post(chief, url("daily_rules"), said, now=at(DAY)))
    assert '2025年名额 <b class="number">2</b> 人次' in text(get(chief, url("commendations"), at(DAY)))
    assert shown(contract).posted_last == date(2025, 3, 12)


def test_it_stands_in_the_file_and_on_the_page_of_the_person_and_beside_it_what_the_year_says():
    account = make_user(Role.ASSISTANT)
    contract = hired(account=account)
    confirmed(contract, date(2025, 2, 10))
    row = given(contract)
    lines = [(event.title, event.words) for event in history(contract.assistant, clerk(contract))]
    assert ("表彰", f"2025年度优秀司法协理员：{DEEDS['achievements']}") in lines
    assert "2025年度优秀司法协理员" in text(get(signed_in(account), url("service"), at(AFTER)))
    page = text(get(signed_in(clerk(contract)), url("commendation", row.pk), at(AFTER)))
    assert "2025 年审定的违规 1 次；年度考核结果还没有确定。" in page


def test_the_list_costs_the_same_for_one_row_and_for_three(client):
    contract = hired()
    praised(contract)
    client.force_login(clerk(contract))
    with clock.standing_at(at(DAY)):
        one = queries_of(client, url("commendations"))
        proposing(hired(contract.line), hired(contract.line))
        assert (queries_of(client, url("commendations")), one <= 15) == (one, True)


def test_the_public_page_costs_the_same_for_one_name_and_for_three(client):
    contract = hired()
    shown(contract)
    with clock.standing_at(at(date(2025, 3, 5))):
        one = queries_of(client, url("publicity"))
        for _ in range(2):
            shown(hired(contract.line))
        assert queries_of(client, url("publicity")) == one
