"""单位解除合同: five grounds of the bureau's own word, what each article wants, the union, the notice or a month's pay, the service."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from documents.models import OfficialPaper, PaperKind
from evaluation import actions
from evaluation.models import Departure
from evaluation.personal_file import history, materials, papers
from policy.endings import ENDINGS, GROUNDS, SHIELDS
from policy.powers import Role
from tests.evaluation.conduct import dismissing, on_record
from tests.evaluation.contracts import PROOFS, ending, ends, entered
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, counted, head, hired, protected
from tests.staffing.factories import make_user, paper, staff
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
GONE = date(2026, 4, 1)
PROBATION = date(2024, 4, 1)  # hired on 2024-03-01 with three months of probation


def url(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def parts(name, day):
    return {f"{name}_0": day.year, f"{name}_1": day.month, f"{name}_2": day.day}


def typed(ground, **others):
    """What a clerk types on the page of a ground."""
    said = {
        "reasons": "事实（演示）。",
        **parts("union_told_on", others.get("union_told_on", DAY)),
        **parts("last_day", others["last_day"]),
    }
    for name, value in PROOFS[ground].items():
        said |= parts(name, value) if name.endswith("_on") else {name: value}
    return said


@pytest.mark.parametrize("ground", ENDINGS)
def test_each_is_entered_by_the_clerk_decided_by_the_head_and_served_through_the_pages(ground):
    contract = hired()
    day = PROBATION if ground == "probation_failed" else DAY
    last_day = day + timedelta(days=GROUNDS[ground].notice_days)
    now = at(day)
    desk, chief = signed_in(clerk(contract)), signed_in(head(contract))
    assert url("ending_enter", contract.pk, ground) in text(get(desk, url("endings", contract.pk), now))
    said = typed(ground, union_told_on=day, last_day=last_day) | {"paper": paper("证据"), "union_paper": paper("工会")}
    assert "的解除合同已登记，等负责人审定。" in text(post(desk, url("ending_enter", contract.pk, ground), said, now=now))
    departure = Departure.objects.get()
    assert (departure.ground, departure.state, departure.notified_on, departure.last_day) == (ground, "proposed", None, last_day)
    assert {name: getattr(departure, name) for name in PROOFS[ground]} == PROOFS[ground]
    before = text(get(chief, url("departure_decide", departure.pk), now))
    assert f"依据{GROUNDS[ground].clause.label}：{GROUNDS[ground].clause.quote}。" in before
    post(chief, url("departure_decide", departure.pk), {"seen": 1}, now=now)
    departure.refresh_from_db()
    contract.refresh_from_db()
    assert (departure.state, departure.notified_on) == ("confirmed", day)
    assert (contract.ended_on, contract.ended_ground) == (last_day, ground)
    assert OfficialPaper.objects.get(kind=PaperKind.ENDING_NOTICE).title == "解除劳动合同通知书"
    assert "送达解除劳动合同通知书" in text(get(desk, "/desk/", now))
    served = {"seen": departure.version, "served_how": "handed", **parts("served_on", day)}
    post(desk, url("departure_serve", departure.pk), served, now=now)
    departure.refresh_from_db()
    assert (departure.served_on, departure.served_how, departure.served_by) == (day, "handed", clerk(contract))
    assert actions.carry_out_due(now=at(last_day)) == (1 if last_day > day else 0)
    assert counted(contract.line) == (1, 1)
    assert OfficialPaper.objects.filter(kind=PaperKind.TERMINATION_CERTIFICATE).count() == 1
    assert (departure.severance_months > 0) is GROUNDS[ground].severance


@pytest.mark.parametrize(
    ("ground", "name", "sentence"),
    [
        ("second_job", "outside_work", "请选择是对完成本单位的工作任务造成严重影响，还是经单位提出拒不改正（《劳动合同法》第三十九条）。"),
        ("convicted", "judgment", "请写明生效裁判文书的法院和文号（《劳动合同法》第三十九条）。"),
        ("convicted", "judged_on", "请填写裁判生效的日期（《劳动合同法》第三十九条）。"),
        ("illness", "medical_period_ended_on", "请填写医疗期满的日期（《劳动合同法》第四十条）。"),
        ("illness", "other_work", "请写明另行安排的工作，以及本人不能从事的情况（《劳动合同法》第四十条）。"),
        ("changed", "negotiated_on", "请填写协商变更合同的日期（《劳动合同法》第四十条）。"),
        ("changed", "negotiation", "请写明协商变更的内容，以及没有达成协议的情况（《劳动合同法》第四十条）。"),
    ],
)
def test_what_an_article_wants_is_asked_by_page_verb_and_database(ground, name, sentence):
    contract = hired()
    without = {name: None if name.endswith("_on") else ""}
    with refused(Impossible, sentence):
        ending(contract, ground=ground, **without)
    desk = signed_in(clerk(contract))
    said = typed(ground, last_day=GONE) | {"paper": paper("证据"), "union_paper": paper("工会")}
    said = {key: value for key, value in said.items() if key != name and not key.startswith(f"{name}_")}
    assert sentence in text(post(desk, url("ending_enter", contract.pk, ground), said, now=at(DAY)))
    row = copied(ending(hired(), ground=ground), contract=contract, **without)
    assert refusal(row.save) == ("ending_has_what_its_article_wants", "单位解除合同须写明所依据的条款要求的情形；其他事由不填。")
    setattr(row, name, PROOFS[ground][name])
    row.save()  # control: with it the same row goes through


def copied(departure, **values):
    row = Departure.objects.get(pk=departure.pk)
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_what_has_not_happened_yet_bears_no_ending():
    tomorrow = DAY + timedelta(days=1)
    for ground, name, day, sentence in (
        ("convicted", "judged_on", tomorrow, "裁判生效的日期不能晚于今天。"),
        ("illness", "medical_period_ended_on", DAY, "医疗期满以后才能以此解除合同，医疗期满的日期应早于今天（《劳动合同法》第四十条）。"),
        ("changed", "negotiated_on", tomorrow, "协商变更合同的日期不能晚于今天。"),
        (
            "changed",
            "union_told_on",
            tomorrow,
            "通知工会的日期不能晚于今天；先将理由通知工会，再提出解除（《劳动合同法》第四十三条）。",
        ),
    ):
        with refused(Impossible, sentence):
            ending(hired(), ground=ground, **{name: day})
        row = copied(ending(hired(), ground=ground), contract=hired(), **{name: day})
        assert refusal(row.save) == (
            "ending_rests_on_what_has_happened",
            "通知工会、裁判生效、医疗期满、协商变更的日期都应在登记以前。",
        )
        setattr(row, name, DAY - timedelta(days=1))
        row.save()  # control: a day that lies behind goes through
    with refused(Impossible, "请写明事实。"):
        ending(hired(), reasons=" ")


def test_probation_ends_its_ground():
    contract = hired()
    last = contract.probation_ends_on
    sentence = "试用期已经结束或者没有约定，不能以“试用期不符合录用条件”解除合同（《劳动合同法》第三十九条）。"
    with refused(Impossible, sentence):
        ending(contract, ground="probation_failed", now=last, last_day=last + timedelta(days=1))
    departure = ending(contract, ground="probation_failed", now=last, last_day=last)
    too_late = "以“试用期不符合录用条件”解除合同，最后工作日最早是 2024-06-01。"
    with refused(Impossible, too_late):
        actions.confirm_departure(departure=departure, by=head(contract), seen=1, now=at(last + timedelta(days=1)))
    row = copied(departure, contract=hired(), last_day=last + timedelta(days=1))
    assert refusal(row.save) == ("departure_keeps_within_probation", "试用期已经结束或者没有约定，不能以试用期的事由解除合同。")
    row.last_day = last
    row.save()  # control: within the probation the same row goes through


@pytest.mark.parametrize("ground", ["illness", "changed"])
def test_notice_of_thirty_days_counts_from_the_decision_or_a_month_is_paid(ground):
    contract = hired()
    sentence = "解除合同，应当提前 30 日书面通知，或者额外支付一个月工资，最后工作日最早是"
    title = GROUNDS[ground].title
    with refused(Impossible, f"以“{title}”{sentence} 2026-04-01。"):
        ending(contract, ground=ground, last_day=date(2026, 3, 31))
    departure = ending(contract, ground=ground, last_day=GONE)
    with refused(Impossible, f"以“{title}”{sentence} 2026-04-02。"):
        actions.confirm_departure(departure=departure, by=head(contract), seen=1, now=at(date(2026, 3, 3)))
    decision = f"state = 'confirmed', decided_by_id = {head(contract).pk}, decided_at = '2026-03-03 12:00+08', notified_on = '2026-03-03'"
    late = sql(f"UPDATE evaluation_departure SET {decision} WHERE id = {departure.pk}")
    assert refusal(late) == ("departure_keeps_days_of_notice", "书面通知到最后工作日的天数，少于《劳动合同法》规定的天数。")
    sql(f"UPDATE evaluation_departure SET {decision.replace('-03-03', '-03-02')} WHERE id = {departure.pk}")()  # control: a day earlier
    paid = ends(hired(), ground=ground, last_day=DAY, pay_in_lieu=Decimal("3500.50"))
    assert (paid.last_day, paid.pay_in_lieu, paid.carried_out_at) == (DAY, Decimal("3500.50"), at(DAY))
    with refused(Impossible, "只有依照《劳动合同法》第四十条解除合同的，可以额外支付一个月工资代替提前通知。"):
        ending(hired(), ground="convicted", pay_in_lieu=Decimal(3500))


def test_who_is_protected_is_neither_given_notice_nor_let_go():
    for kind, ground, first, last in (
        ("medical_period", "illness", date(2026, 1, 1), None),
        ("motherhood", "changed", date(2026, 1, 1), date(2026, 3, 10)),  # over before the last day, not before the notice
    ):
        contract = hired()
        waiting = ending(contract, ground=ground)
        protected(contract, kind=kind, first_day=first, last_day=last)
        title = SHIELDS[kind].title
        with refused(Impossible, f"这个人处于{title}，不能以“{GROUNDS[ground].title}”解除合同（《劳动合同法》第四十二条）。"):
            actions.confirm_departure(departure=waiting, by=head(contract), seen=1, now=at(DAY))
        decision = (
            f"state = 'confirmed', decided_by_id = {head(contract).pk}, decided_at = '2026-03-02 12:00+08', notified_on = '2026-03-02'"
        )
        confirm = sql(f"UPDATE evaluation_departure SET {decision} WHERE id = {waiting.pk}")
        assert refusal(confirm) == ("departure_spares_the_protected", "这个人受法律保护，不能以此解除合同（《劳动合同法》第四十二条）。")
        contract.assistant.protection_records.update(voided_at=at(DAY), voided_by=clerk(contract), void_reason="登错了")
        confirm()  # control: unprotected the same write goes through
    shielded = hired()
    protected(shielded, kind="motherhood", first_day=date(2026, 1, 1))
    assert ends(shielded, ground="convicted", last_day=DAY).state == "confirmed"  # article 39 knows no shield


def test_a_dismissal_as_incompetent_spares_the_protected_from_its_notice_on():
    contract = hired()
    on_record(contract)
    protected(contract, first_day=date(2026, 1, 1), last_day=date(2026, 3, 25))
    said = {"lawful": "incompetent", "last_day": date(2026, 4, 19)}
    with refused(Impossible, "这个人处于孕期、产期、哺乳期，不能以“培训或者调岗后仍不能胜任”解除合同（《劳动合同法》第四十二条）。"):
        dismissing(contract, **said)
    contract.assistant.protection_records.update(voided_at=at(DAY), voided_by=clerk(contract), void_reason="登错了")
    assert dismissing(contract, **said).state == "proposed"


def test_two_hands_and_no_other_role():
    contract = hired()
    departure = ending(contract)
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE, Role.CITY):
        with pytest.raises(Refused):
            actions.confirm_departure(departure=departure, by=make_user(role, contract.county), seen=1, now=at(DAY))
    for role in (Role.COUNTY_HEAD, Role.COUNTY_HR, Role.CITY):
        with pytest.raises(Refused):
            ending(contract, by=staff(contract.county, role) if role != Role.CITY else make_user(role))
    enterer = departure.entered_by
    enterer.role = Role.COUNTY_HEAD
    enterer.save()
    with pytest.raises(OneHand):
        actions.confirm_departure(departure=departure, by=enterer, seen=1, now=at(DAY))


def test_grounds_of_discipline_and_other_departures_have_no_way_in_here():
    with refused(Impossible, "请选择单位解除合同的事由；因违规解聘的按奖惩的程序办理。"):
        ending(hired(), ground="breach")
    with refused(Impossible, "请选择离职的事由。"):
        entered(hired(), ground="changed")
    with refused(Impossible, "以“被依法追究刑事责任”解除合同的，只填写这一项要求的情形。"):
        ending(hired(), ground="convicted", other_work="别的")
    desk = signed_in(clerk(contract := hired()))
    with clock.standing_at(at(DAY)):
        assert desk.get(url("ending_enter", contract.pk, "breach")).status_code == 404


def test_the_person_is_told_the_article_and_the_file_names_it_to_clerk_and_head_alone():
    contract = hired()
    contract.assistant.person = make_user(Role.ASSISTANT, contract.county)
    contract.assistant.save()
    departure = ends(contract, ground="illness")
    letter = Message.objects.get(letter="dismissed")
    assert "依据：《劳动合同法》第四十条，（一）劳动者患病或者非因工负伤" in letter.body
    departure = actions.serve_ending(
        departure=departure, served_on=DAY, served_how="handed", by=clerk(contract), seen=departure.version, now=at(DAY)
    )
    person = contract.assistant
    for reader, sees in ((clerk(contract), True), (head(contract), True), (staff(contract.county, Role.COUNTY_HR), False)):
        kinds = set(papers(person, reader).values_list("kind", flat=True))
        assert (PaperKind.ENDING_NOTICE in kinds) is sees
        assert any(event.title == "送达解除劳动合同通知书" for event in history(person, reader)) is sees
        titles = [material.title for material in materials(person, reader)]
        assert ("解除合同通知工会的材料" in titles) is sees
        page = text(get(signed_in(reader), url("departure", departure.pk), at(DAY)))
        assert ("安排整理档案，仍不能从事（演示）。" in page) is sees


def test_a_notice_served_too_late_owes_a_month():
    contract = hired()
    departure = ends(contract)
    late = DAY + timedelta(days=1)
    by = clerk(contract)
    departure = actions.serve_ending(departure=departure, served_on=late, served_how="posted", by=by, seen=departure.version, now=at(late))
    assert departure.owes_notice is True
    page = text(get(signed_in(by), url("departure", departure.pk), at(late)))
    assert "通知书送达到最后工作日不满三十日，应当额外支付本人一个月工资（《劳动合同法》第四十条）。" in page
    prompt = ends(hired())
    by = clerk(prompt.contract)
    prompt = actions.serve_ending(departure=prompt, served_on=DAY, served_how="handed", by=by, seen=prompt.version, now=at(DAY))
    assert prompt.owes_notice is False
    resigned = entered(hired())
    with refused(Impossible, "这件离职没有解除合同通知书，不用登记送达；解聘通知书在解聘页登记。"):
        actions.serve_ending(departure=resigned, served_on=DAY, served_how="handed", by=resigned.entered_by, seen=1, now=at(DAY))


def test_the_list_knows_what_is_not_served_and_exports_when_it_was():
    departure = ends(contract := hired(name="单解除"))
    desk = signed_in(clerk(contract))
    assert "单解除" in text(get(desk, f"{url('departures')}?state=unserved", at(DAY)))
    by = clerk(contract)
    actions.serve_ending(departure=departure, served_on=DAY, served_how="handed", by=by, seen=departure.version, now=at(DAY))
    assert "单解除" not in text(get(desk, f"{url('departures')}?state=unserved", at(DAY)))
    with clock.standing_at(at(DAY)):
        answer = desk.get(url("departures_export"))
    assert records_of(answer.content)[0]["通知书送达日期"] == DAY


# --- past every form -------------------------------------------------------------------------------------------------


def test_an_ending_past_the_form():
    contract = hired()
    departure = ending(contract, ground="changed")
    for values, name in (
        ({"union_told_on": None}, "ending_tells_the_union"),
        ({"union_paper": None}, "ending_tells_the_union"),
        ({"reasons": ""}, "ending_tells_the_union"),
        ({"judgment": "x"}, "ending_has_what_its_article_wants"),
        ({"pay_in_lieu": Decimal(0)}, "pay_in_lieu_stands_for_notice"),
        ({"notified_on": DAY - timedelta(days=1)}, "union_is_told_before_the_person"),
        ({"served_on": DAY, "served_how": "handed", "served_by": clerk(contract)}, "served_ending_says_when_and_how"),
        ({"ground": "breach"}, "departure_is_entered_on_a_ground_of_its_own"),
        ({"ground": "expired"}, "departure_is_entered_on_a_ground_of_its_own"),
    ):
        assert refusal(copied(departure, contract=hired(), **values).save)[0] == name
    row = copied(ending(hired(), ground="convicted"), contract=hired(), pay_in_lieu=Decimal(3500))
    assert refusal(row.save)[0] == "pay_in_lieu_stands_for_notice"
    resigned = copied(entered(hired()), contract=hired(), union_told_on=DAY, union_paper=departure.union_paper)
    assert refusal(resigned.save)[0] == "ending_tells_the_union"
    copied(departure, contract=hired()).save()  # control: unchanged the same row goes through

    def write(what):
        return refusal(sql(f"UPDATE evaluation_departure SET {what} WHERE id = %s", departure.pk))[0]

    decision = f"state = 'confirmed', decided_by_id = {head(contract).pk}, decided_at = '2026-03-02 12:00+08'"
    assert write(decision) == "departure_rests_on_its_paper"
    assert write(f"{decision}, notified_on = '2026-03-01'") == "departure_kept"
    assert write("notified_on = '2026-03-02'") == "departure_kept"
    assert write("union_told_on = '2026-02-01'") == "departure_kept"


def test_an_ending_is_served_once_after_its_decision_and_by_a_clerk_of_the_county():
    contract = hired()
    departure = ends(contract, last_day=DAY, pay_in_lieu=Decimal(3500))

    def write(what):
        return refusal(sql(f"UPDATE evaluation_departure SET {what} WHERE id = {departure.pk}"))

    def served_by(user, day="2026-03-03"):
        return f"served_on = '{day}', served_how = 'handed', served_by_id = {user.pk}"

    by = clerk(contract)
    early = write(served_by(by, day="2026-03-01"))
    assert early == ("ending_served_after_its_decision", "解除劳动合同通知书的送达日期不能早于审定之日。")
    for other in (head(contract), clerk(hired())):
        assert write(served_by(other)) == ("ending_served_by_a_clerk", "解除劳动合同通知书的送达由本县（区）司法局经办人登记。")
    assert write("served_on = '2026-03-03'")[0] == "served_ending_says_when_and_how"
    actions.record_transfer(departure=departure, transferred_on=DAY, by=by, now=at(DAY))
    sql(f"UPDATE evaluation_departure SET {served_by(by)} WHERE id = {departure.pk}")()  # control: by the clerk, even after the transfer
    assert write(served_by(by, day="2026-03-04"))[0] == "departure_kept"
    assert write("served_on = NULL, served_how = '', served_by_id = NULL")[0] == "departure_kept"
