"""A year in a real browser, at both widths: duty log, the month confirmed, 述职, marks, opinions, grades, 公示, notice, 复核, final.

Each step is taken by the account that the powers table names, and refused to whoever took the one before.
"""

import re

import pytest
from django.urls import reverse

from bureaus import clock
from evaluation import actions
from evaluation.models import Appraisal, AppraisalPeriod
from evaluation.tasks import make_appraisal_pack
from policy.powers import Role
from tests.evaluation.appraisal_factories import THEN, days, make_people, mark, office_head, write
from tests.evaluation.factories import at
from tests.looking import enter, faults, move_to
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import city, make_user, staff

ANOTHER = "复核须由没有拟定、也没有审定这一等次的人答复，请另一位工作人员或者负责人办理。"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("working_calendar")]


@pytest.fixture
def look(site, new_page):
    """A window: `look.sign_in(user)`, `look(name, …)` goes there, `look.check(name)` holds the page to the bar at both widths."""

    class Look:
        page = new_page(base_url=site)

        def sign_in(self, user):
            enter(self.page, site, user)

        def __call__(self, name, *args, shot=""):
            self.page.goto(reverse(f"evaluation:{name}", args=args))
            self.check(shot or name)

        def check(self, name):
            for width in (1280, 375):
                self.page.set_viewport_size({"width": width, "height": 900})
                assert faults(self.page, f"appraisals/{name}") == [], (name, width)

        def refused(self, name, *args):
            assert self.page.goto(reverse(f"evaluation:{name}", args=args)).status == 403, name

        def press(self, button, said):
            self.page.get_by_role("button", name=button, exact=True).click()
            self.page.get_by_text(said).first.wait_for()

        def fill(self, **values):
            for name, value in values.items():
                self.page.fill(f"[name={name}]", str(value))

    return Look()


def test_the_story_of_a_year(look):
    move_to(at(2024, 12, 31))
    make_calendar()
    people = make_people(5, account=True)
    person, county = people[0], people[0].county
    office = office_head(county.offices.get())
    clerk, head, other = staff(county, Role.COUNTY_CLERK), staff(county, Role.COUNTY_HEAD), make_user(Role.COUNTY_HEAD, county)

    december = (office.office_id, "2024-12")
    look.sign_in(person.person)
    look.page.goto(reverse("evaluation:log_new"))
    look.page.select_option("[name=duty]", "1")
    look.fill(day="2024-12-30")
    look.press("下一步：填数量", "调解成功")
    look.fill(mediated=2)
    look.press("下一步：写内容", "提交日志")
    look.fill(text="协助李所长调解两起邻里纠纷。")
    look.press("提交日志", "日志已提交。")
    look.refused("month_confirm", *december)
    look.sign_in(office)
    look.refused("log_new")
    look("month", *december)
    look.press("空着的工作日填“出”并保存", "考勤已保存")
    look.page.get_by_role("link", name="确认本月").click()
    look.press("确认本月", "2024年12月已确认。")

    move_to(THEN)
    look.sign_in(clerk)
    look("periods", shot="periods_empty")
    look("appraisal_schemes", shot="schemes_empty")
    look.press("填写考核模板", "不保存，返回")
    look.check("scheme_edit")
    look.press("保存内容", "已保存，还没有提交。")
    look.press("提交负责人审定", "已提交，等待负责人审定。")
    look.check("scheme")
    look.refused("appraisal_scheme_confirm", county.appraisal_schemes.get().pk)
    look.sign_in(head)
    look("appraisal_scheme_confirm", county.appraisal_schemes.get().pk)
    look.press("审定模板", "考核模板已审定。")

    look.sign_in(clerk)
    look("period_open")
    look.fill(first_day_0=2024, first_day_1=1, first_day_2=1, last_day_0=2024, last_day_1=12, last_day_2=31)
    look.press("开始考核", "2024年度考核已开始")
    period = AppraisalPeriod.objects.get()
    sheet = period.appraisals.get(assistant=person)

    look.sign_in(person.person)
    look("my_appraisals")
    look("my_appraisal", sheet.pk, shot="my_appraisal_open")
    look("my_summary", sheet.pk)
    look.fill(text="协助调解纠纷 30 件，参与普法 6 场，协助社区矫正走访 40 次。")
    look.press("提交述职", "述职已提交。")

    look.sign_in(clerk)
    look("appraisal_links", sheet.pk)
    look.page.get_by_label("民主测评").check()
    look.fill(number=3)
    look.press("生成链接", "只在本页显示这一次")
    look.check("links")
    links = re.findall(r"http://[^\s<]*/evaluation/opinions/[\w-]+/", look.page.content())
    for place, link in enumerate(dict.fromkeys(links)):
        look.page.goto(link)
        if not place:
            look.check("opinion")
        for group in look.page.get_by_role("group").all():
            group.get_by_label("较好").check()
        look.press("提交评价", "评价已收到")
    look.check("opinion_told")

    look.refused("appraisal_marks", sheet.pk)
    look.sign_in(office)
    look("office_appraisals")
    look("appraisal", sheet.pk, shot="sheet_evidence")
    assert "日志 1 条，" in look.page.content()
    look("appraisal_marks", sheet.pk)
    look.fill(integrity=92, ability=93, diligence=91, results=95, probity=94, opinion="工作认真，群众满意。")
    look.page.get_by_label("合格", exact=True).check()
    look.press("保存评分", "评分已保存。")
    look.check("sheet_office")
    for each in period.appraisals.exclude(pk=sheet.pk):
        mark(write(each))

    look.sign_in(clerk)
    look("period", period.pk, shot="period_grid")
    look("period_end_opinions", period.pk)
    look.press("结束征求意见", "征求意见已经结束，满三份的结果可以查看了。")
    for row in period.appraisals.order_by("pk"):
        look.page.select_option(f"[name=grade-{row.pk}]", "excellent" if row.pk == period.appraisals.last().pk else "competent")
    look.press("保存等次", "等次已保存，还没有提交审定。")
    look.press("提交负责人审定", "已提交，等待负责人审定。")
    look.refused("period_confirm", period.pk)
    look.sign_in(head)
    look.refused("period_offer", period.pk)
    look("period_confirm", period.pk)
    look.press("审定等次", "等次已审定，优秀已经公示")
    look.check("period_confirmed")
    look("publicity")
    assert "演示协理员5" in look.page.content()

    look.sign_in(person.person)
    look("my_signature", sheet.pk)
    look.press("签收结果", "已签收。")
    look.page.get_by_role("link", name="申请复核").click()
    look.check("my_recheck")
    look.fill(grounds="绩的评分漏了 5 件调解成功的案件，有卷宗。")
    look.press("申请复核", "已申请复核")
    look.check("my_appraisal_asked")

    for one in (clerk, head):
        look.sign_in(one)
        look("appraisal_answer", sheet.pk, shot="answer_by_who_graded")
        look.fill(answer="维持原等次。")
        look.press("答复复核", ANOTHER)
    look.sign_in(other)
    look("appraisal_answer", sheet.pk)
    look.fill(answer="经核实，评分已经计入，维持原等次。")
    look.press("答复复核", "复核已答复")
    look.check("sheet_answered")
    answered = Appraisal.objects.select_related("recheck").get(pk=sheet.pk)
    assert (answered.grade, answered.final_at) == (answered.recheck.grade, answered.recheck.answered_at)

    move_to(days(8))
    best = period.appraisals.last()
    look.sign_in(office)
    look("appraisal_receipt", best.pk)
    look.page.get_by_label("本人在纸质通知上签收").check()
    look.press("登记送达", "送达已登记")
    move_to(days(30))
    assert actions.finish_due_appraisals(now=clock.now()) == 1
    look("publicity", shot="publicity_over")
    look.sign_in(person.person)
    look("my_appraisal", sheet.pk, shot="my_appraisal_final")
    look.sign_in(clerk)
    look("period", period.pk, shot="period_late")
    look.press("生成汇编", "已生成")
    look.check("period_pack")
    make_appraisal_pack(period.packs.get().pk)
    look.page.get_by_role("link", name=re.compile("登记表汇编（5 份")).wait_for()
    look.sign_in(city())
    look("periods", shot="periods_city")
