"""择优选聘 through the pages, from the city's intake to a contract: the applicant at a telephone, office and bureau at their desks."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.journeys.actors import PASSWORD
from tests.journeys.chapters.stages import cannot_close, close, post
from tests.journeys.story import PHONE, Applicant, Story, at, picture

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE = "盂县2026年择优选聘司法协理员"
OFFICE = "秀水司法所"
PAPERS = ("身份证人像面", "身份证国徽面", "毕业证书", "在职证明和单位意见")
FIVE = ("德（分）", "能（分）", "勤（分）", "绩（分）", "廉（分）")

# Counties, offices and accounts; a plan that the city has filed; two people on the county's roster who serve in one office.
CAST = """
from datetime import date
from bureaus import clock
from policy.people import Education
from staffing import actions
from yangquan_portal.founding import enter_calendars
from yangquan_portal.story import planning
from yangquan_portal.story.staff import engage
now = clock.now()
cast = engage(password={password!r}, now=now)
enter_calendars(range(2025, 2027), by=cast.operator, now=now)
team = cast.teams["盂县"]
planning.file_plan(planning.submit_plan(team, planning.draft_plan(team, year=2026, now=now), now=now), city=cast.city, now=now)
for name, number in {people!r}:
    facts = actions.AuxiliaryFacts(
        name=name, id_number=number, office=team.office.office, first_day=date(2021, 7, 1), education=Education.COLLEGE, trainee=False,
        retired_or_on_unpaid_leave=False, insurance_movable=True if name == "赵晓雨" else None, party_member=False,
    )
    actions.enter_auxiliary(county=team.county, facts=facts, by=team.clerk, now=now)
"""

APPLICANTS = {
    "first": Applicant("赵晓雨", "13903530001", "19880712", "032"),
    "other": Applicant("钱立新", "13903530002", "19850321", "015"),
    "stranger": Applicant("孙一鸣", "13903530003", "19900102", "017"),
}


@pytest.fixture
def story(own_portal, new_page):
    story = Story(own_portal, new_page)
    story.clock_reads(at(3, 2))
    people = [(APPLICANTS[key].name, APPLICANTS[key].id_number) for key in ("first", "other")]
    own_portal.manage("shell", "--no-imports", "-c", CAST.format(password=PASSWORD, people=people))
    story.applicants = APPLICANTS
    return story


def test_serving_auxiliaries_are_selected_from_announcement_to_contract(story):
    for chapter in (_is_announced, _registration_is_over, _review_is_done, _assessment_is_done, _exam_is_sat, _is_published, _is_signed):
        chapter(story)


def _is_announced(story: Story) -> None:
    clerk = story.clerk
    city = story.city.go("/desk/intakes/").fill("名称", "2026年择优选聘").choose("招聘方式", "现有专职辅助人员择优选聘")
    city.press("开放招聘期").sees("“2026年择优选聘”已开放")
    clerk.go("/desk/rounds/begin/").fill("批次名称", TITLE).fill_day("报名开始", 2026, 3, 5, 9, 0).fill_day("报名截止", 2026, 3, 11, 18, 0)
    clerk.press("新建批次").sees("批次已建立")
    story.places["round"] = round = clerk.path
    clerk.go(f"{round}scheme/").sees("“德”占考核成绩", "在册基准日").sees_no("笔试", "面试", "出生日期范围").look("s01-scheme")
    clerk.fill("“德”占考核成绩（%）", "20").press("保存方案").sees("德、能、勤、绩、廉现在合计 105%，应合计 100%，请调整。").look(
        "s02-scheme-refused"
    )
    clerk.fill("“能”占考核成绩（%）", "15").fill("公示时间（个工作日）", "5").press("保存方案").sees("方案已保存。")
    clerk.go(f"{round}vacancies/").fill(f"{OFFICE}招聘人数", "1").press("保存岗位").sees("岗位已保存。")
    story.places["announcement"] = post(story, "选聘公告", "announcement", typed=TITLE)
    visitor = story.visitor(width=PHONE).go(story.places["announcement"])
    visitor.sees("在册专职辅助人员", "德占 20%、能占 15%").sees_no("笔试", "面试", "户籍").look("s03-announcement")
    assert not clerk.go(round).offered("开考比例")


def _number(story: Story) -> str:
    return "/" + story.places["round"].rstrip("/").rpartition("/")[2] + "/"


def _registration_is_over(story: Story) -> None:
    story.clock_reads(at(3, 5))
    visitor = story.visitor(width=PHONE).go(f"/apply{_number(story)}").sees("只有盂县在册专职辅助人员可以报名").look("s10-start")
    visitor.fill_day("出生日期", 1981, 3, 5).choose("最高学历", "大专、本科").choose("是否为本县", "是").press("查看结果")
    visitor.sees("暂不符合", "满 45 周岁的不能报名").look("s11-too-old")
    for key in story.applicants:
        _opens_an_account(story, key)
    _is_turned_away(story)
    _fills_everything_in(story, "first", looks=True)
    _fills_everything_in(story, "other", looks=False)
    story.clock_reads(at(3, 11, 18))
    story.tick()
    story.waits_until("SELECT stage = 'review' FROM recruitment_round")


def _opens_an_account(story: Story, key: str) -> None:
    somebody = story.applicants[key]
    window = story.window(somebody.phone, width=PHONE).go(f"/apply{_number(story)}").press("第一次来，注册并报名")
    before = len(story.portal.letters())
    window.fill("手机号码", somebody.phone).press("获取验证码")
    window.fill("验证码", story.newest_code(before=before)).press("核对验证码")
    window.fill("姓名", somebody.name).fill("设置密码", window.password).fill("再输入一次密码", window.password).press("完成注册")
    window = story.person(somebody.phone).go(f"/apply{_number(story)}").press("已有账号，开始或继续报名")
    somebody.application = window.path.removesuffix("tasks/").removesuffix("identity/")


def _is_turned_away(story: Story) -> None:
    """Somebody who serves nowhere: told as soon as the number is known, and who mends the list."""
    somebody, window = story.applicants["stranger"], story.applicant("stranger")
    window.go(f"{somebody.application}identity/").fill("姓名", somebody.name).fill("身份证号", somebody.id_number).press("保存并继续")
    window.sees("您的身份证号不在盂县在册专职辅助人员名单上，不能报名").look("s12-not-on-the-roster")


def _fills_everything_in(story: Story, key: str, *, looks: bool) -> None:
    somebody, window = story.applicants[key], story.applicant(key)

    def look(name: str) -> None:
        if looks:
            window.look(name)

    window.go(f"{somebody.application}identity/").fill("姓名", somebody.name).fill("身份证号", somebody.id_number).press("保存并继续")
    window.sees("已从身份证号读出").choose("报考岗位", OFFICE).press("保存并继续")
    window.sees("在册登记的学历是大专，不用再填")
    assert window.page.get_by_label("最高学历").count() == 0
    window.fill("毕业院校", "山西警官职业学院").fill("所学专业", "法律事务").fill_day("毕业日期", 2010, 7, 1)
    look("s13-education")
    window.press("保存并继续").upload("选择照片", "photo.jpg", picture(), "image/jpeg").sees("裁好后（真实大小）")
    window.press("用这张照片").sees("移除照片")
    window.sees("社保关系转移接续意见").sees_no("户口簿")
    for paper in PAPERS:
        window.upload(f"选择{paper}", "paper.jpg", picture(800, 600), "image/jpeg").sees(f"移除{paper}")
    look("s14-papers")
    window.press("继续填写声明与承诺")
    asked = ""
    for _ in range(10):
        asked += window.text()
        for question in window.page.locator("main fieldset").all():
            question.get_by_label("否，没有此情形").check()
        if (consent := window.page.get_by_label("我已阅读并同意")).count():
            break
        window.press("保存并继续")
    assert "见习大学生" not in asked  # the roster has told
    assert ("社保关系不能转移接续" in asked) is (key == "other")  # of whom the roster does not tell it
    consent.check()
    window.tick("我已阅读《诚信承诺书》").press("保存并继续").sees("在册登记", "由县（区）司法局登记")
    look("s15-check-answers")
    window.go(f"{somebody.application}tasks/").sees("在册登记", "到岗日期")
    look("s16-tasks")
    window.go(f"{somebody.application}check/").press("提交报名").sees("报名已提交", "先参加考核")
    look("s17-receipt")


def _at_desk(story: Story, key: str) -> str:
    return f"/desk/applications/{story.applicants[key].application.rstrip('/').rpartition('/')[2]}/"


def _review_is_done(story: Story) -> None:
    story.clock_reads(at(3, 12))
    clerk, hr, exam = story.clerk, story.hr, f"{story.places['round']}exam/"
    clerk.go("/desk/applications/").sees("赵晓雨", "钱立新").look("s20-queue")
    clerk.go(_at_desk(story, "first")).sees("在册登记：秀水司法所", "周岁", "在册登记：社保可转移：是").look("s21-review")
    for key in ("first", "other"):
        clerk.go(_at_desk(story, key)).press("待核项都符合").press("通过").sees("已录入“通过”")
        hr.go(_at_desk(story, key)).press("确认“通过”").sees("已复核，结论为“通过”")
    cannot_close(story, "review", "“考试安排公告”还没有发布")
    clerk.go(exam).press("填写考点").fill("考点", "盂县第一中学").fill("地址", "盂县秀水镇金龙大街1号").fill_day(
        "开考时间", 2026, 3, 25, 9, 0
    )
    clerk.press("保存考点").press("去编排考场").press("编排考场").sees("考场已编排").press("发放准考证").sees("2 份准考证已交后台生成")
    clerk.go(exam).sees_no("面试").look("s22-exam")
    arrangement = post(story, "考试安排公告", "exam_arrangement")
    story.visitor().go(arrangement).sees("考试时间", "考核不合格的，准考证不再有效").sees_no("笔试", "开考比例").look("s23-arrangement")
    close(story, "review", "资格审查")
    for key in ("first", "other"):
        row = story.portal.query(
            "SELECT ticket_number FROM recruitment_seat s JOIN recruitment_application a ON a.id = s.application_id WHERE a.name = %s",
            story.applicants[key].name,
        )
        story.applicants[key].ticket = row[0][0]
    story.applicant("first").go("/my/").sees("配合考核").look("s24-my-assessment")


def _assessment_is_done(story: Story) -> None:
    story.clock_reads(at(3, 16))
    clerk, office, scores = story.clerk, story.person("yx-sifasuo"), f"{story.places['round']}scores/assessment/"
    clerk.go(scores).sees("应填 2 人，已填 0 人", "赵晓雨（秀水司法所）").look("s30-waiting-for-the-office")
    office.go("/desk/").sees("填写选聘考核意见").go("/desk/assessment/").sees("赵晓雨", "钱立新", "待填写").look("s31-office")
    office.press("赵晓雨")
    for label, mark in zip(FIVE, ("90", "86.5", "92", "101", "95"), strict=True):
        office.fill(label, mark)
    office.press("保存意见").sees("成绩应在 0 到 100 之间，填的是 101").look("s32-opinion-refused")
    office.fill("绩（分）", "88").fill("评语", "工作认真，群众评价好。").press("保存意见").sees("赵晓雨的考核意见已保存。")
    table = office.download("下载考核表格")
    office.press("导入填好的表格").upload("填好的表格", "意见.xlsx", _filled_in(table, "钱立新"), XLSX).press("上传并核对")
    office.sees("新增", "还没有保存").look("s33-opinions-read").press("保存 1 人的意见").sees("1 人的考核意见已保存。")

    clerk.go(scores).sees("应填 2 人，已填 2 人").follow("手工录入")
    clerk.sees("司法所：德 90.00、能 86.50").look("s34-by-hand")
    for key, mark in (("first", "85"), ("other", "80.25")):
        for side in ("德", "能", "勤", "绩", "廉"):
            clerk.fill(f"{story.applicants[key].name} {story.applicants[key].ticket} {side}", mark)
    clerk.press("保存成绩").sees("请另一位工作人员复核")
    sheet = clerk.path
    story.second.go(sheet).sees("司法所", "相差", "权重：德 20%").look("s35-assessment-sheet").press("确认成绩无误").sees("成绩册已复核")
    story.hr.go(sheet).press("去发布成绩").sees("2 人合格，参加考试").look("s36-release").press("发布考核成绩").sees("考核成绩已发布。")
    clerk.go(f"{story.places['round']}assessment/print/").sees("司法所评分", "司法局评分").look("s37-forms")
    cannot_close(story, "assessment", "成绩复核申请到 2026年3月18日 24:00 为止，期满后才能结束。")
    story.applicant("first").go("/my/").sees("打印准考证，按时参加考试").follow("查看本人成绩")
    story.applicant("first").sees("考核的五个方面", "85.00").look("s38-my-scores")
    story.clock_reads(at(3, 19, 9))
    close(story, "assessment", "考核", look="s39-close-assessment")


def _filled_in(template: bytes, name: str) -> bytes:
    """The office's table with five marks for one person."""
    book = openpyxl.load_workbook(BytesIO(template))
    sheet: Any = book.active
    header = next(row for row in sheet.iter_rows() if row[0].value and str(row[0].value).startswith("报名序号"))
    where = {re.sub(r"\W", "", str(cell.value)): cell.column for cell in header if cell.value}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if row[where["姓名"] - 1].value == name:
            for side in ("德", "能", "勤", "绩", "廉"):
                sheet.cell(row[0].row, where[side]).value = 80
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _exam_is_sat(story: Story) -> None:
    story.clock_reads(at(3, 26))
    clerk, scores = story.clerk, f"{story.places['round']}scores/"
    clerk.go(scores).sees("考核成绩", "考试成绩").sees_no("笔试", "面试").go(f"{scores}exam/by-hand/")
    for key, mark in (("first", "82"), ("other", "90.5")):
        clerk.fill(f"{story.applicants[key].name} {story.applicants[key].ticket} 成绩", mark)
    clerk.press("保存成绩").sees("请另一位工作人员复核")
    sheet = clerk.path
    story.second.go(sheet).press("确认成绩无误")
    story.hr.go(sheet).press("去发布成绩").press("发布考试成绩").sees("考试成绩已发布。")
    # 80.25 × 50 % + 90.5 × 50 % = 85.375, 85 × 50 % + 82 × 50 % = 83.5
    clerk.go(f"{story.places['round']}merit/").sees("85.38", "83.50", "未进入名额").sees_no("面试", "优先条件").look("s40-merit")
    results = post(story, "考核、考试、综合成绩及名次公告", "results")
    story.visitor(width=PHONE).go(results).sees("综合成绩=考核成绩×50%+考试成绩×50%", "进入选聘名额").sees_no("面试").look("s41-results")
    story.applicant("other").go("/my/").follow("查看本人成绩").sees("80.25 × 50% + 90.50 × 50% = 85.38").look("s42-my-scores")
    story.clock_reads(at(3, 31, 9))
    close(story, "exam", "考试", look="s43-close-exam")
    story.applicant("first").go("/my/").sees("未入选", "未进入选聘名额")


def _is_published(story: Story) -> None:
    story.places["proposed"] = post(story, "拟聘用人员公示", "proposed_hires")
    story.visitor().go(story.places["proposed"]).sees("报名、资格审查、考核、考试", "钱立新").sees_no("面试", "体检").look("s50-publicity")
    story.clock_reads(at(4, 10, 9))
    close(story, "publicity", "公示")


def _is_signed(story: Story) -> None:
    clerk, head, contracts = story.clerk, story.head, f"{story.places['round']}contracts/"
    clerk.go(contracts).press("拟定合同").fill_day("用工之日", 2026, 4, 13).press("拟定合同").sees("钱立新的合同已拟好")
    head.go(contracts).press("签订合同").press("签订合同").sees("钱立新的合同已签订")
    post(story, "聘用结果公告", "hires")
    close(story, "contract", "签订合同")
    clerk.go("/staffing/roster/").sees("钱立新", OFFICE)
    rows = story.portal.query('SELECT name, last_day::text FROM staffing_auxiliary ORDER BY name COLLATE "C" DESC')
    assert rows == [("钱立新", "2026-04-12"), ("赵晓雨", None)]
    story.applicant("other").go("/my/").sees("您已被聘用")
    story.portal.manage("verify_audit")
