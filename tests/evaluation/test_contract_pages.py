"""The pages of contracts over time: the list, many at once, departures, what protects somebody; who reaches them; what they cost."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import AuditEvent
from evaluation import actions
from evaluation.models import Departure, Renewal
from policy.powers import Role
from staffing.models import Contract, Protection
from tests.evaluation.contracts import WHY, decided, entered, left, proposed
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, head, hired, protected, renewed
from tests.staffing.factories import city, make_county, make_filed_plan, make_line, make_user, paper, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of, rows_of

pytestmark = pytest.mark.django_db

LAST = date(2027, 2, 28)
NOW = at(date(2027, 1, 10))


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def three():
    """Three people of one county, of whom the second has a second fixed term that runs out at the same time as the others' first."""
    line = make_line(planned_public=5)
    return [hired(line, name=name) for name in ("甲一", "乙二", "丙三")]


def answers(contract, **said):
    said = {"choice": "renew", "needed": "yes", "performance": "yes", "term": "36", "reasons": WHY} | said
    return {f"c{contract.pk}-{name}": value for name, value in said.items()}


def parts(name, day):
    return {f"{name}_0": day.year, f"{name}_1": day.month, f"{name}_2": day.day}


def test_many_are_proposed_decided_and_signed_each_after_a_preview():
    contracts = three()
    desk, chief = signed_in(clerk(contracts[0])), signed_in(head(contracts[0]))
    listed = text(get(desk, url("contracts"), NOW))
    assert [name in listed for name in ("甲一", "乙二", "丙三", "49 天", "对勾选的提出意见")] == [True] * 5
    assert "审定勾选的意见" not in listed
    chosen = {"chosen": [contract.pk for contract in contracts]}
    preview = text(post(desk, url("renewals_propose"), chosen, now=NOW))
    assert "新合同自 2027-03-01 起" in preview
    assert not Renewal.objects.exists()
    said = answers(contracts[0]) | answers(contracts[1]) | answers(contracts[2], choice="end", needed="no", reasons="司法所撤并。")
    done = text(post(desk, url("renewals_propose"), {**chosen, **said, "confirmed": "1"}, now=NOW))
    assert "已提出 3 份意见，等负责人审定：甲一、乙二、丙三。" in done
    preview = text(post(chief, url("renewals_decide"), chosen, now=NOW))
    assert "甲一自 2027-03-01 起续订 36 个月的合同。" in preview
    assert "丙三的合同于 2027-02-28 终止，任职同日结束，台账记离岗 1 人。" in preview
    seen = {f"seen_{contract.pk}": 1 for contract in contracts}
    done = text(post(chief, url("renewals_decide"), {**chosen, **seen, "confirmed": "1"}, now=NOW))
    assert "已审定 3 份：甲一、乙二、丙三。" in done
    preview = text(post(chief, url("renewals_sign"), chosen, now=NOW))
    assert "不能签订的 1 份" in preview
    signed = {**chosen, **parts("signed_on", date(2027, 1, 10)), "confirmed": "1"}
    assert "已签订 2 份：甲一、乙二。数额台账不变，任职继续。" in text(post(chief, url("renewals_sign"), signed, now=NOW))
    assert Contract.objects.signed().filter(renews__isnull=False).count() == 2
    assert Departure.objects.get().contract == contracts[2]


def test_what_is_missing_is_said_beside_each_person_and_nothing_is_lost():
    first, second, third = three()
    proposed(third, now=NOW)
    desk = signed_in(clerk(first))
    chosen = {"chosen": [first.pk, second.pk, third.pk]}
    said = answers(first, reasons="留着这句话") | {f"c{second.pk}-choice": "renew"}
    page = text(post(desk, url("renewals_propose"), {**chosen, **said, "confirmed": "1"}, now=NOW))
    assert [words in page for words in ("请回答工作是否需要。", "请回答综合工作表现。", "留着这句话", "不能提出的 1 份")] == [True] * 4
    assert Renewal.objects.count() == 1
    said = answers(first) | answers(second, needed="no")
    page = text(post(desk, url("renewals_propose"), {**chosen, **said, "confirmed": "1"}, now=NOW))
    assert "续聘须同时具备工作需要和综合工作表现良好两项" in page
    assert list(Renewal.objects.order_by("pk").values_list("contract", flat=True)) == [third.pk, first.pk]
    assert "请先勾选合同" in text(post(desk, url("renewals_propose"), {"chosen": ["x", "99999999999"]}, now=NOW))


def test_an_open_ended_contract_or_the_persons_own_written_wish():
    contract = renewed(hired(make_line(planned_public=2)))
    now = at(date(2030, 1, 10))
    desk = signed_in(clerk(contract))
    chosen = {"chosen": [contract.pk], "confirmed": "1"}
    page = text(post(desk, url("renewals_propose"), {**chosen, **answers(contract)}, now=now))
    assert "应当订立无固定期限劳动合同（《劳动合同法》第十四条）；本人提出订立固定期限的，请上传本人书面申请。" in page
    page = text(post(desk, url("renewals_propose"), {**chosen, **answers(contract), f"c{contract.pk}-request": paper()}, now=now))
    assert "已提出 1 份意见" in page
    renewal = Renewal.objects.get()
    assert (renewal.term_months, renewal.asks_for_fixed) == (36, True)
    assert get(desk, url("renewal_request", renewal.pk), now).status_code == 200


def test_who_proposed_is_left_out_of_the_decision_by_name():
    contract = three()[0]
    renewal = proposed(contract, now=NOW)
    proposer = renewal.proposed_by
    proposer.role = Role.COUNTY_HEAD
    proposer.save()
    page = text(
        post(signed_in(proposer), url("renewals_decide"), {"chosen": [contract.pk], "confirmed": "1", f"seen_{contract.pk}": 1}, now=NOW)
    )
    assert Renewal.objects.get().state == "proposed"
    assert "已审定" not in page
    other = make_user(Role.COUNTY_HEAD, contract.county)
    stale = text(
        post(signed_in(other), url("renewals_decide"), {"chosen": [contract.pk], "confirmed": "1", f"seen_{contract.pk}": 9}, now=NOW)
    )
    assert "您查看后内容又有更新" in stale
    back = text(post(signed_in(other), url("renewal_return", renewal.pk), {"seen": 1, "reason": "补充意见"}, now=NOW))
    assert "补充意见" in back


@pytest.mark.parametrize("role", [Role.COUNTY_HR, Role.DISCIPLINE, Role.CITY])
def test_others_read_and_do_nothing(role):
    contract = three()[0]
    reader = city() if role == Role.CITY else make_user(role, contract.county)
    client = signed_in(reader)
    page = text(get(client, url("contracts"), NOW))
    assert ("甲一" in page, "对勾选的提出意见" in page, 'name="chosen"' in page) == (True, False, False)
    assert get(client, url("contract", contract.pk), NOW).status_code == 200
    for name in ("renewals_propose", "renewals_decide", "renewals_sign"):
        assert post(client, url(name), {"chosen": [contract.pk]}, now=NOW).status_code == 403
    assert get(client, url("departure_enter", contract.pk), NOW).status_code == 403


def test_another_county_finds_nothing():
    contract = three()[0]
    renewal, departure = proposed(contract, now=NOW), entered(hired(contract.line))
    row = protected(contract, first_day=date(2026, 10, 1))
    stranger = signed_in(staff(make_county(), Role.COUNTY_CLERK))
    places = [("contract", contract.pk), ("departure_enter", contract.pk), ("departure", departure.pk), ("departure_paper", departure.pk)]
    places += [("renewal_request", renewal.pk), ("protection_enter", contract.pk), ("protection_read", contract.pk, row.pk)]
    assert [get(stranger, url(name, *keys), NOW).status_code for name, *keys in places] == [404] * len(places)
    assert "甲一" not in text(get(stranger, url("contracts"), NOW))
    assert "请先勾选合同" in text(post(stranger, url("renewals_propose"), {"chosen": [contract.pk]}, now=NOW))


def test_somebody_resigns_through_the_pages_and_the_files_follow_in_fifteen_days():
    contract = three()[0]
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    day, gone = date(2026, 3, 2), date(2026, 4, 1)
    said = {"ground": "resigned", **parts("notified_on", day), **parts("last_day", date(2026, 3, 20)), "average_pay": "3,500"}
    page = text(post(desk, url("departure_enter", contract.pk), {**said, "paper": paper()}, now=at(day)))
    assert "本人辞职应当提前 30 日书面通知，最后工作日最早是 2026-04-01。" in page
    page = text(post(desk, url("departure_enter", contract.pk), {**said, **parts("last_day", gone), "paper": paper()}, now=at(day)))
    departure = Departure.objects.get()
    assert "甲一的离职已登记，等负责人审定。" in page
    assert get(desk, url("departure_decide", departure.pk), at(day)).status_code == 403
    assert "最后工作日 2026-04-01" in text(get(chief, url("departure_decide", departure.pk), at(day)))
    assert "甲一的离职已审定" in text(post(chief, url("departure_decide", departure.pk), {"seen": 1}, now=at(day)))
    actions.carry_out_due(now=at(gone))
    desk = signed_in(clerk(contract))  # nobody stays signed in for weeks
    page = text(get(desk, url("departure", departure.pk), at(date(2026, 4, 20))))
    assert [words in page for words in ("解除（终止）劳动合同证明", "应在 2026-04-16 前办结", "已逾期")] == [True] * 3
    assert "办理离职人员档案和社保转移" in text(get(desk, "/desk/", at(date(2026, 4, 20))))
    page = text(post(desk, url("departure_transfer", departure.pk), parts("transferred_on", date(2026, 4, 20)), now=at(date(2026, 4, 20))))
    assert "档案和社保的转移已登记。" in page
    assert "办理离职人员档案和社保转移" not in text(get(desk, "/desk/", at(date(2026, 4, 20))))


def test_severance_stands_with_what_it_is_reckoned_from():
    contract = three()[0]
    departure = left(contract, ground="agreed", notified_on=date(2026, 2, 28), last_day=date(2026, 2, 28))
    desk = signed_in(clerk(contract))
    now = at(date(2026, 3, 1))
    assert "待填写平均工资" in text(get(desk, url("departure", departure.pk), now))
    departure.refresh_from_db()
    said = {"seen": departure.version, "average_pay": "3500.55", "local_average": "6000"}
    page = text(post(desk, url("departure_severance", departure.pk), said, now=now))
    assert "2.0 个月 × 3500.55 元 = 7001.10 元" in page.replace(",", "")


def test_what_protects_somebody_is_shown_as_a_fact_and_opened_for_a_reason():
    contract = three()[0]
    desk = signed_in(clerk(contract))
    said = {"kind": "motherhood", **parts("first_day", date(2026, 12, 1)), "evidence": paper()}
    assert "受保护状态已登记" in text(post(desk, url("protection_enter", contract.pk), said, now=NOW))
    row = Protection.objects.get()
    pages = [text(get(desk, url(*place), NOW)) for place in (("contracts",), ("contract", contract.pk))]
    assert ["孕期、产期、哺乳期</td>" in page for page in pages] == [False, False]
    assert "受法律保护" in pages[0]
    book = get(desk, url("contracts_export"), NOW)
    assert [each["受法律保护"] for each in records_of(book.content)] == ["是", None, None]
    assert "孕期、产期、哺乳期" in text(post(desk, url("protection_read", contract.pk, row.pk), {"occasion": "post"}, now=NOW))
    assert get(desk, url("protection_paper", contract.pk, row.pk), NOW).status_code == 200
    assert AuditEvent.objects.filter(verb="read_protection").count() == 2
    for role in (Role.COUNTY_HR, Role.DISCIPLINE):
        other = signed_in(make_user(role, contract.county))
        assert get(other, url("protection_read", contract.pk, row.pk), NOW).status_code == 403
    assert "结束日期已登记。" in text(post(desk, url("protection_end", contract.pk, row.pk), parts("last_day", date(2027, 6, 30)), now=NOW))
    assert "记录已作废" in text(post(desk, url("protection_void", contract.pk, row.pk), {"reason": "登错了"}, now=NOW))


def test_the_list_is_filtered_by_days_stage_office_and_name():
    first, second, third = three()
    proposed(second, now=NOW)
    decided(third, now=NOW)
    desk = signed_in(clerk(first))

    def names(**asked):
        answer = get(desk, f"{url('contracts')}?{urlencode(asked)}", NOW)
        return [row.person.name for row in answer.context["rows"]]

    assert names() == ["甲一", "乙二", "丙三"]
    assert names(within="30") == []
    assert (names(stage="open"), names(stage="proposed"), names(stage="signing")) == (["甲一"], ["乙二"], ["丙三"])
    assert names(stage="nonsense", within="x") == ["甲一", "乙二", "丙三"]
    assert names(office=first.office_id) == ["甲一", "乙二", "丙三"]
    answer = post(desk, url("contracts"), {"name": "乙"}, now=NOW)
    assert [row.person.name for row in answer.context["rows"]] == ["乙二"]
    assert "乙" not in answer.redirect_chain[0][0]


def test_the_export_holds_the_same_rows():
    contracts = three()
    decided(contracts[1], now=NOW)
    rows = records_of(get(signed_in(clerk(contracts[0])), url("contracts_export"), NOW).content)
    assert [(row["姓名"], row["剩余天数"], row["办理情况"]) for row in rows] == [
        ("甲一", 49, "待提出意见"),
        ("乙二", 49, "续聘待签订"),
        ("丙三", 49, "待提出意见"),
    ]
    left(contracts[2])
    rows = records_of(get(signed_in(clerk(contracts[0])), url("departures_export"), NOW).content)
    assert [(row["姓名"], row["状态"]) for row in rows] == [("丙三", "待离岗")]


def test_what_was_decided_and_when_somebody_was_protected_goes_out_and_why_does_not():
    contract = three()[0]
    decision = decided(contract, now=NOW)
    protected(contract, first_day=date(2026, 12, 1))
    desk = signed_in(clerk(contract))
    assert "导出续聘意见" in text(get(desk, url("contract", contract.pk), NOW))
    (row,) = records_of(get(desk, url("renewals_export", contract.pk), NOW).content)
    assert (row["意见"], row["工作需要"], row["理由"]) == (decision.get_choice_display(), "需要", decision.reasons)
    assert (row["提出人"], row["审定人"]) == (str(decision.proposed_by), str(decision.decided_by))
    content = get(desk, url("protections_export", contract.pk), NOW).content
    assert records_of(content) == [{"起始日期": date(2026, 12, 1), "结束日期": None, "状态": "有效", "作废理由": None}]
    assert "孕期" not in str(rows_of(content))
    stranger = signed_in(make_user(Role.COUNTY_CLERK, make_county()))
    for name in ("renewals_export", "protections_export"):
        assert get(stranger, url(name, contract.pk), NOW).status_code == 404


def test_the_desk_says_what_waits_and_red_what_ran_out():
    contract = three()[0]
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    home = text(get(desk, "/desk/", NOW))
    assert "合同将要到期，提出意见" in home
    assert "其中 3 份已过期满日" in text(get(signed_in(clerk(contract)), "/desk/", at(LAST + timedelta(days=5))))
    proposed(contract, now=NOW)
    assert "审定续聘意见" in text(get(chief, "/desk/", NOW))
    decided(hired(contract.line), now=NOW)
    assert "签订续订的合同" in text(get(chief, "/desk/", NOW))
    entered(hired(contract.line))
    assert "审定离职" in text(get(chief, "/desk/", NOW))


def test_an_office_sees_its_own_people():
    plan = make_filed_plan(planned_public=3)
    mine, other = plan.lines.all()
    hired(mine, name="本所人")
    hired(other, name="外所人")
    page = text(get(signed_in(make_user(Role.OFFICE, plan.county, office=mine.office)), url("contracts"), NOW))
    assert ("本所人" in page, "外所人" in page) == (True, False)


@pytest.mark.parametrize("place", ["contracts", "departures"])
def test_a_list_costs_the_same_for_one_row_and_for_three(place, client):
    line = make_line(planned_public=5)
    first = hired(line, name="甲一")
    client.force_login(clerk(first))

    def fate(contract):
        if place == "departures":
            left(contract)
        else:
            decided(contract, now=NOW)

    fate(first)
    with clock.standing_at(NOW):
        one = queries_of(client, url(place))
        for name in ("乙二", "丙三"):
            fate(hired(line, name=name))
        three_rows = queries_of(client, url(place))
    assert (three_rows, one <= 15) == (one, True)
