"""The review in a browser: somebody is refused and comes again before the deadline; somebody is typed in at the counter and signs."""

import pytest

from bureaus import clock
from bureaus.models import ClockShift
from policy.powers import Role
from recruitment.models import Application, CounterEntry
from recruitment.registration import required_of
from tests.bureaus.factories import make_applicant, make_phone
from tests.looking import Desk
from tests.recruitment.factories import CLOSES, OPEN, make_announced_round, make_application, make_id_number
from tests.staffing.factories import make_county, staff

PHONE = 375
NAME, WHY = "刘晓娟", "毕业证书上的姓名与身份证不同。"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sit(site, new_page):
    """Somebody's window, at the time the registration is open."""
    ClockShift.objects.create(pk=1, shift=OPEN - clock.now())
    return lambda user, width=1280: Desk(new_page(base_url=site, width=width), site, user, "review")


def answer_all(window):
    """Nothing stands against this person, on however many pages it is asked."""
    for _ in range(10):
        for question in window.page.locator("main fieldset").all():
            bars = question.get_by_label("否，没有此情形")
            (bars if bars.count() else question.get_by_label("是", exact=True)).check()
        if (consent := window.page.locator("[name=consent]")).count():
            consent.check()
            window.page.check("[name=pledge]")
            return window.press("保存并继续")
        window.press("保存并继续")
    return pytest.fail("the declarations have no end")


def test_who_is_refused_reads_why_mends_switches_and_submits_again_before_the_deadline(sit):
    round = make_announced_round(make_county("盂县"))
    first, second = round.vacancies.all()
    application = make_application(round, make_applicant(name=NAME), vacancy=first)
    page = f"/desk/applications/{application.pk}/"

    clerk = sit(staff(round.county, Role.COUNTY_CLERK))
    clerk.go(f"{page}reveal/").look("reveal").press("显示完整号码").sees("请选择查看的事由。").look("reveal-refused")
    clerk.chooses(occasion="identity").press("显示完整号码").sees(application.id_number).look("revealed")
    clerk.go(page).press("不通过").sees("复核后，报名人会收到").press("不通过，交复核")
    clerk.sees("请用一句话写明情况，报名人会看到。").look("refusal-without-a-word")
    clerk.page.select_option("[name=reason]", "education")
    clerk.fills(sentence=WHY).press("不通过，交复核").sees(f"{NAME}：已录入“不通过”，等另一位工作人员复核。")
    clerk.sees("没有符合条件的报名").look("queue-empty")
    clerk.go(page).sees("录入人与复核人不能是同一人")
    assert clerk.page.get_by_role("button", name="确认").count() == 0

    hr = sit(staff(round.county, Role.COUNTY_HR))
    hr.go(f"{page}recusal/").look("recusal").press("申报回避").sees("请选择与报名人的关系。").look("recusal-refused")
    hr.go(page).sees(WHY).follow("不同意，退回")
    hr.look("send-back").press("不同意，退回").sees("请写明不同意的理由，录入人会收到。").look("send-back-refused")
    hr.go(page).press("确认“不通过”").sees(f"{NAME}：已复核，结论为“不通过”。")

    window = sit(application.applicant, PHONE)
    window.go("/my/").sees("资格审查未通过").sees(WHY).sees("四(二)1(5)").sees("报名截止前可以更正后重新报名").look("refused-mine")
    window.go(f"/apply/{round.pk}/").sees("4月12日").page.check(f"#vacancy-{second.code}")
    window.press("已有账号，开始或继续报名").follow("核对以前填写的内容")
    for box in window.page.locator("main [type=checkbox]").all():
        box.check()
    window.press("带入打勾的内容").sees("已完成 6/7").follow("学历")
    window.fills(school="山西警官职业学院").press("保存并继续")
    again = Application.objects.get(status="draft")
    answer_all(window.go(f"/my/{again.pk}/declarations/")).sees("报名还没有提交。").press("提交报名").sees("报名已提交")
    assert list(Application.objects.order_by("pk").values_list("status", "vacancy", "school")) == [
        ("rejected", first.pk, "山西大学"),
        ("active", second.pk, "山西警官职业学院"),
    ]
    assert Application.objects.get(pk=again.pk).submitted_at < CLOSES
    window.go(f"/my/{again.pk}/withdraw/").look("withdraw").press("放弃报名").sees("请勾选后再放弃").look("withdraw-refused")


def test_a_clerk_types_at_the_counter_and_it_counts_once_its_person_has_signed(sit):
    round = make_announced_round(make_county("盂县"))
    clerk = sit(staff(round.county, Role.COUNTY_CLERK))
    clerk.go(f"/desk/rounds/{round.pk}/counter/").sees("还没有代填的报名").look("counter-empty").follow("代填报名").look("counter-form")
    number, phone = make_id_number(), make_phone()
    said = {"registered_in_yangquan": "yes", "lives_in_yangquan": "yes", "studied_law": "yes"}
    clerk.fills(phone=phone, name="赵某", id_number=number[:-1] + ("0" if number[-1] != "0" else "1"), school="山西大学", major="法学")
    clerk.fills(graduated_on=OPEN.date().replace(year=2019)).chooses(vacancy=str(round.vacancies.first().pk), **said)
    clerk.chooses(has_legal_qualification="no", served_in_justice="no").page.select_option("[name=education]", "60")
    for name in {radio.get_attribute("name") for radio in clerk.page.locator("main [type=radio][value=yes]").all()}:
        if clerk.page.locator(f"[name={name}]:checked").count() == 0:
            clerk.chooses(**{name: "yes" if name == "citizenship" else "no"})
    clerk.press("保存并继续").sees("身份证号校验不通过").look("counter-form-refused")
    clerk.fills(id_number=number).press("保存并继续").sees("已保存。请上传材料，打印登记表，由本人核对、签字。")
    for kind in required_of(round):
        clerk.attaches(f"{kind.value}-file").page.click(f"form:has([name={kind.value}-file]) button")
        clerk.sees(f"{kind.label}已上传。")
    entry = CounterEntry.objects.select_related("application__applicant").get()
    clerk.look("counter-entry").follow("打开登记表").sees(number).look("counter-sheet")
    code = clerk.page.locator(".page-head .number").inner_text()
    assert Application.objects.get().status == "draft"
    clerk.go(f"/desk/counter/{entry.pk}/").press("提交报名").sees("请上传本人签字的登记表。").look("counter-entry-refused")
    clerk.fills(code="00000000").attaches("signed").press("提交报名").sees("核对码与现在的内容不符")
    clerk.fills(code=code).attaches("signed").press("提交报名").sees("本人已签字确认，报名已提交。").look("counter-signed")

    application = Application.objects.get()
    assert (application.status, application.applicant.phone) == ("active", phone)
    sit(application.applicant, PHONE).go("/my/").sees(application.number).sees("请等待资格审查")
