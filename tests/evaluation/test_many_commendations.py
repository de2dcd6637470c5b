"""表彰 for many: found by office, decided together by another, and never for somebody who has left."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.acts import Impossible
from evaluation import actions
from evaluation.models import Commendation
from tests.bureaus.factories import make_applicant
from tests.evaluation.conduct import DEEDS, praised, proposing, shown
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, ended, head, hired, renewed
from tests.staffing.factories import make_county, make_filed_plan
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

DAY = date(2025, 3, 3)
AFTER = date(2025, 3, 11)
GONE = "王小明已于 2025-03-03 离岗，不再公示、表彰；已经提出的，请退回。"


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def left(contract, day=DAY):
    return ended(contract, ground="agreed", last_day=day, now=at(day))


def states():
    return sorted(Commendation.objects.values_list("assistant__name", "state"))


# --- who has left ----------------------------------------------------------------------------------------------------


def test_who_has_left_is_neither_proposed_nor_shown_nor_commended():
    proposed, posted = hired(), hired()
    first, second = praised(proposed, now=date(2025, 2, 20)), shown(posted, now=date(2025, 2, 20))
    for contract in (proposed, posted):
        left(contract)
    with refused(Impossible, GONE):
        proposing(proposed, award="praised")
    with refused(Impossible, GONE):
        actions.post_commendation(commendation=first, by=head(proposed), seen=first.version, now=at(DAY))
    with clock.standing_at(at(DAY)), refused(Impossible, GONE):
        actions.confirm_commendation(commendation=second, by=head(posted), seen=second.version, now=at(DAY))
    sent_back = actions.return_commendation(commendation=second, reason="已离岗", by=head(posted), seen=second.version, now=at(DAY))
    assert sent_back.state == "returned"


def test_the_public_page_does_not_name_who_has_left():
    contract = hired(name="王表彰")
    shown(contract)
    public = signed_in(make_applicant())
    assert "王表彰" in text(get(public, url("publicity"), at(date(2025, 3, 5))))
    left(contract, date(2025, 3, 5))
    assert "王表彰" not in text(get(public, url("publicity"), at(date(2025, 3, 5))))
    chief = signed_in(head(contract))
    page = text(get(chief, url("commendation", Commendation.objects.get().pk), at(AFTER)))
    assert ("王表彰已于 2025-03-05 离岗" in page, "审定表彰</a>" in page) == (True, False)


def test_the_database_refuses_who_has_left_and_a_renewal_is_no_departure():
    contract = hired()
    row, boss = praised(contract, now=date(2025, 2, 20)), head(contract).pk
    left(contract)
    days = f"posted_by_id = {boss}, posted_first = '2025-03-05', posted_last = '2025-03-11'"
    post_on = f"UPDATE evaluation_commendation SET state = 'posted', {days}, posted_on = '%s' WHERE id = {row.pk}"
    assert refusal(sql(post_on % "2025-03-03")) == ("commended_person_serves", "已经离岗的人员不再公示、表彰；已经提出的，请退回。")
    twin = Commendation.objects.get(pk=row.pk)
    twin.pk, twin._state.adding, twin.award, twin.entered_at = None, True, "honoured", at(DAY)
    assert refusal(twin.save)[0] == "commended_person_serves"
    sql(post_on % "2025-03-02")()  # the control: on the day before the last one
    decided = f"state = 'confirmed', decided_by_id = {boss}, decided_at = '2025-03-12 04:00+00'"
    assert refusal(sql(f"UPDATE evaluation_commendation SET {decided} WHERE id = {row.pk}"))[0] == "commended_person_serves"
    following = renewed(hired(contract.line))
    assert praised(following, now=following.starts_on, year=following.starts_on.year).state == "proposed"
    ended(following, ground="agreed", last_day=following.starts_on, now=at(following.starts_on))
    with pytest.raises(Impossible):  # the earlier contract, which nobody ended, does not count
        praised(following, now=following.starts_on, year=following.starts_on.year, award="praised")


# --- many at once ----------------------------------------------------------------------------------------------------


def test_people_are_folded_by_office_and_the_ticked_stay_open():
    line, far = make_filed_plan(make_county(offices=2), established_posts=4, planned_public=14).lines.order_by("pk")
    contract, elsewhere, office = hired(line, name="王一"), hired(far, name="钱远"), far.office
    others = [hired(line, name=f"赵{number:02d}") for number in range(12)]
    desk = signed_in(clerk(contract))
    page = text(get(desk, url("commendation_enter"), at(DAY)))
    assert (page.count("<details>"), page.count("<details open>")) == (2, 0)
    assert f"<summary>{office}（1 人）</summary>" in page
    said = {"contracts": [elsewhere.pk], "year": 2025, "award": "model", **DEEDS, "performance": ""}
    page = text(post(desk, url("commendation_enter"), said, now=at(DAY)))
    assert (f"<summary>{office}（1 人，已选 1 人）</summary>" in page, page.count("<details open>")) == (True, 1)
    found = text(post(desk, url("commendation_enter"), said | {"find": "1", "name": "赵0", "achievements": "调解 86 件"}, now=at(DAY)))
    assert (found.count('name="contracts"'), "钱远" in found, "调解 86 件" in found, "请写明" in found) == (11, True, True, False)
    assert "没有姓名里有“周”的在岗人员" in text(post(desk, url("commendation_enter"), {"find": "1", "name": "周"}, now=at(DAY)))
    page = text(post(desk, url("commendation_enter"), said | {"entered": "1", "name": "赵0", "listed": ""}, now=at(DAY)))
    assert (page.count('name="contracts"'), "请写明" in page) == (11, False)  # Enter after typing a name looks for it
    page = text(post(desk, url("commendation_enter"), said | {"entered": "1", "name": "赵0", "listed": "赵0"}, now=at(DAY)))
    assert "请写明“工作表现突出”的具体事实。" in page  # Enter elsewhere means the form
    assert Commendation.objects.count() == 0
    left(others[0])
    assert "赵00" not in text(get(desk, url("commendation_enter"), at(DAY)))


def test_several_are_shown_and_decided_on_one_page_with_the_exceptions_named():
    contract = hired(name="王一")
    second, third = hired(contract.line, name="李二"), hired(contract.line, name="张三")
    rows = proposing(contract, second, third)
    keys = {"chosen": [row.pk for row in rows]}
    seen = {f"seen_{row.pk}": row.version for row in rows}
    left(third, DAY)
    chief, now = signed_in(head(contract)), at(DAY)
    assert f'value="{rows[0].pk}"' in text(get(chief, url("commendations"), now))
    page = text(post(chief, url("commendations_post"), keys, now=now))
    assert ("同意公示：2 人" in page, "不能办理的 1 人" in page) == (True, True)
    assert "2025年度优秀司法协理员：已于 2025-03-03 离岗，不再公示、表彰；已经提出的，请退回。" in page
    assert "2025 年名额 3 人次，还剩 3 人次，这次要 2 人次。" in page
    assert states() == [("张三", "proposed"), ("李二", "proposed"), ("王一", "proposed")]
    page = text(post(chief, url("commendations_post"), keys | seen | {"confirmed": "1"}, now=now))
    assert "已公示 2 人：" in page
    assert states() == [("张三", "proposed"), ("李二", "posted"), ("王一", "posted")]
    chief = signed_in(head(contract))
    page = text(post(chief, url("commendations_decide"), keys, now=at(date(2025, 3, 10))))
    assert "公示到 2025-03-10 为止，期满以后才能审定。" in page
    chief, now = signed_in(head(contract)), at(AFTER)
    assert "审定表彰：2 人" in text(post(chief, url("commendations_decide"), keys, now=now))
    stale = {f"seen_{rows[0].pk}": 2, f"seen_{rows[1].pk}": 1}
    page = text(post(chief, url("commendations_decide"), keys | stale | {"confirmed": "1"}, now=now))
    assert "已审定 1 人：王一。" in page
    assert "李二：" in page  # decided on a version that was not the one shown: said, and left
    assert states() == [("张三", "proposed"), ("李二", "posted"), ("王一", "confirmed")]


def test_who_proposed_is_an_exception_and_nobody_ticked_is_told():
    contract = hired()
    row = praised(contract)
    chief = signed_in(head(contract))
    assert "请先勾选表彰，再点下面的按钮。" in text(post(chief, url("commendations_decide"), {}, now=at(DAY)))
    assert "现在是“待同意公示”，不在这一步办理。" in text(post(chief, url("commendations_decide"), {"chosen": [row.pk]}, now=at(DAY)))
    assert post(signed_in(clerk(contract)), url("commendations_post"), {"chosen": [row.pk]}, now=at(DAY)).status_code == 403
    row.entered_by.role = "county_head"
    row.entered_by.save(update_fields=["role"])
    own = signed_in(row.entered_by)
    page = text(post(own, url("commendations_post"), {"chosen": [row.pk]}, now=at(DAY)))
    assert ("录入人与复核人不能是同一人，请由另一位工作人员复核。" in page, "同意公示：0 人" in page) == (True, True)
