"""上报备案: a 招聘计划 goes up, comes back with comments, goes up again beside its differences, and is filed; a 工作方案 needs no 会签."""

from tests.documents.factories import make_pdf
from tests.journeys.actors import Person
from tests.journeys.story import Story

CONDITIONS = "大专及以上学历，年龄18周岁以上、35周岁以下，阳泉户籍或居住地为阳泉。"
POSTS = "秀水司法所 2 人，孙家庄司法所 2 人。"
POSTS_MENDED = "秀水司法所 3 人，孙家庄司法所 2 人，合计 5 人。"
STEPS = "三月下旬报名，四月笔试，五月面试、考察、体检，六月公示签约。"
CHECKLIST = (
    "内容：写明了择优选聘人数",
    "内容：写明了公开招聘人数",
    "内容：写明了岗位安排",
    "内容：写明了招聘条件",
    "内容：写明了程序和时间",
)


def is_filed(story: Story) -> None:
    clerk, hr, head, city = story.clerk, story.hr, story.head, story.city
    clerk.go("/desk/").sees("补办逾期的试点任务").look("201-desk-with-late-obligations")
    clerk.go("/staffing/filings/programme/").sees("工作部署阶段", "逾期").look("202-programme-of-the-county")
    clerk.go("/staffing/filings/").look("203-what-goes-up")
    clerk.press("开始拟写招聘计划").sees("已建立，请逐项填写").look("204-empty-page")
    matter = clerk.path.removesuffix("edit/")
    story.places["recruitment_plan"] = matter

    _write(clerk, POSTS)
    clerk.upload("县（区）财政局意见", "财政意见.pdf", make_pdf(), "application/pdf").press("保存材料").sees("已保存。", "财政意见.pdf")
    clerk.go("/staffing/filings/difficulties/").look("205-no-difficulty-yet")
    clerk.fill("难点堵点", "公用经费尚未列入预算。").select("由谁解决", "县（区）财政局").press("登记").sees("已登记").look(
        "206-difficulties"
    )
    _goes_up(matter, clerk, hr, head, first=True)

    story.stranger.is_refused(matter, 404)
    _is_withdrawn(matter, head)
    _goes_up(matter, clerk, hr, head)

    _is_returned(matter, city)
    clerk.go(matter).sees("请写明合计人数。", "请按批注修改。").look("212-returned-with-comments")
    clerk.go(f"{matter}edit/").sees("市局批注：").look("213-writing-beside-the-comments")
    clerk.fill("岗位安排", POSTS_MENDED).press("保存材料")
    _goes_up(matter, clerk, hr, head)

    _is_filed_by_the_city(matter, city)
    clerk.go(matter).sees("已备案", "阳司协备〔2026〕1号").look("218-filed")
    assert "阳司协备〔2026〕1号" in clerk.pdf("备案通知（PDF）")
    assert not clerk.offered("修改内容")


def _write(clerk: Person, posts: str) -> None:
    clerk.fill("择优选聘人数", "1").fill("公开招聘人数", "4").fill("岗位安排", posts).fill("招聘条件", CONDITIONS).fill("程序和时间", STEPS)


def _goes_up(matter: str, clerk: Person, hr: Person, head: Person, *, first: bool = False) -> None:
    """The clerk sends it round; neither of the two signatures is the clerk's to give."""
    clerk.go(matter).press("送人社局会签").sees("已送人社局会签。")
    clerk.is_refused(f"{matter}countersign/").is_refused(f"{matter}submit/")
    hr.go(matter).press("会签材料")
    if first:
        hr.look("207-hr-countersigns")
    hr.press("会签材料").sees("已会签，司法局负责人可以上报。")
    head.go(matter).press("上报市司法局")
    if first:
        head.look("208-head-submits")
        head.fill("县（区）名称", "平定县").press("上报市司法局").sees("输入的名称与材料不一致，应为“盂县”。")
    head.fill("县（区）名称", "盂县").press("上报市司法局").sees("已上报市司法局，上报回执正在生成。")


def _is_withdrawn(matter: str, head: Person) -> None:
    """Before the city opens it, the head may take it back."""
    receipt = head.go(matter).pdf("上报回执（PDF）")
    assert "招聘计划上报回执" in receipt
    assert "核验码" in receipt
    head.press("撤回材料").look("209-head-withdraws")
    head.press("撤回材料").sees("已撤回，经办人可以修改。")


def _is_returned(matter: str, city: Person) -> None:
    city.go("/desk/").sees("审核上报材料")
    city.go("/admin/staffing/filing/").look("210-queue-of-the-city")
    city.go(matter).press("审核材料").sees("还没有拆阅").press("开始审核").sees("核对清单")
    city.select("位置", "岗位安排").fill("批注", "请写明合计人数。").press("保存批注").sees("批注已保存")
    city.look("211-city-comments")
    city.press("退回修改").fill("退回理由", "请按批注修改。").press("退回修改").sees("已退回修改，并通知县（区）。")


def _is_filed_by_the_city(matter: str, city: Person) -> None:
    city.go(matter).press("审核材料").press("开始审核")
    assert city.page.locator("ins").all_inner_texts() == ["3", "，合计 5 人"]
    assert city.page.locator("del").all_inner_texts() == ["2"]
    city.look("214-city-sees-the-differences")
    city.press("准予备案")
    for point in (*CHECKLIST, "附件：县（区）财政局意见", "程序：经县（区）人社局会签"):
        city.select(point, "符合")
    city.press("准予备案").sees("请核对：时间：按规定的期限上报。").look("215-city-files")
    city.select("时间：按规定的期限上报", "不适用").fill("意见", "同意。").press("准予备案").sees("已准予备案，并通知县（区）。")
    city.go(matter).follow("第 3 次上报").sees("处不同").look("216-differences")
    city.go("/admin/staffing/filing/counties/").sees("盂县").look("217-five-counties")


def goes_on_to_the_province(story: Story) -> None:
    """逐级: the city records its own filing; and it sets a later programme."""
    city = story.city
    city.go("/admin/staffing/filing/").follow("盂县2026年招聘计划（第3次上报）").press("登记省厅备案").look("219-province")
    city.fill("省厅文号", "晋司协备〔2026〕8号").fill("报备日期", "2026-03-02").press("登记省厅备案").sees("晋司协备〔2026〕8号")
    city.go("/admin/staffing/programme/").look("220-programmes")
    city.press("安排试点计划").fill("计划名称", "2026年巩固提升")
    for label, day in (
        ("工作部署阶段开始", "2026-03-01"),
        ("工作部署阶段截止", "2026-03-15"),
        ("全面推进阶段开始", "2026-03-16"),
        ("全面推进阶段截止", "2026-06-15"),
        ("总结提升阶段开始", "2026-06-16"),
        ("总结提升阶段截止", "2026-06-30"),
    ):
        city.fill(label, day)
    city.look("221-a-later-programme")
    city.press("安排计划").sees("已安排")
    city.go("/staffing/filings/programme/").sees("2026年巩固提升").look("222-programme-of-the-city")
    story.head.go("/staffing/filings/programme/").sees("已按时完成")


def needs_no_countersignature(story: Story) -> None:
    """A 工作方案 is the justice bureau's alone: the clerk writes, the head submits."""
    clerk, head = story.clerk, story.head
    clerk.go("/staffing/filings/").press("开始拟写工作方案")
    for label in ("人员需求", "招聘工作安排", "时间安排", "经费保障", "组织领导"):
        clerk.fill(label, f"{label}：见附件。")
    clerk.upload("印发的工作方案", "方案.html", b"<html>", "application/pdf").press("保存材料")
    clerk.sees("只能上传 JPG、PNG 或 PDF 文件。").look("223-unfit-enclosure")
    assert clerk.page.get_by_label("人员需求").input_value() == "人员需求：见附件。"
    clerk.press("保存材料").sees("已保存。")
    matter = clerk.path
    clerk.press("送负责人审签").sees("已送负责人审签。")
    story.hr.go(matter).sees("文件没有要求人社局会签")
    assert not story.hr.offered("会签材料")
    head.go(matter).press("退回经办人").fill("理由", "请写明牵头科室。").look("224-head-sends-back")
    head.press("退回经办人").sees("已退回经办人。", "请写明牵头科室。")
