"""数额核定: the clerk enters every office, 人社局 countersigns, the head submits, the city returns the plan once and files it."""

from tests.journeys.actors import Person
from tests.journeys.story import Story

# office: 政法专项编制, 实有, 在岗协理员, 拟选聘, 拟招聘
LARGE = dict.fromkeys(["秀水", "孙家庄", "路家村", "南娄", "牛村", "苌池", "上社", "西烟"], (2, 2, 0, 0, 2))
SMALL = dict.fromkeys(["仙人", "北下庄", "梁家寨", "西潘"], (1, 1, 0, 0, 3))
LAST = "东梁"


def is_filed(story: Story) -> None:
    clerk, hr, head, city = story.clerk, story.hr, story.head, story.city

    clerk.look("101-desk-on-the-first-day")
    clerk.go("/staffing/").look("102-no-plan-yet")
    clerk.fill("年度", "2026").press("开始编制方案")
    plan = clerk.path.removesuffix("edit/")
    story.places["plan"] = plan

    assert clerk.page.locator("[data-row]").count() == 13
    clerk.type_cells("秀水司法所 政法专项编制", *(number for row in [*LARGE.values(), *SMALL.values()] for number in row), 1, 1, 0, 0, 0)
    clerk.sees("还差 3 人才达到所均 4 人，暂不能上报").look("103-grid-three-short")
    clerk.press("保存数字").sees("数字已保存。")
    clerk.fill(f"{LAST}司法所 拟招聘", "3").sees("达到所均 4 人的要求").press("保存数字")
    clerk.go(plan).sees("达到所均 4 人").look("104-plan-complete")
    _goes_up(plan, clerk, hr, head, first=True)

    story.stranger.is_refused(plan, 404)
    story.stranger.is_refused(f"{plan}edit/", 404)

    city.go("/desk/").look("108-desk-of-the-city")
    city.go(plan).press("审核备案").sees("还没有拆阅").press("开始审核").sees("52 ≥ 4 × 13 ＝ 52").look("109-city-reads")
    city.press("退回修改").look("110-city-returns")
    city.press("退回修改").sees("请写明退回修改的理由，县（区）才知道改哪里。")
    city.fill("退回理由", "秀水司法所实有人数与机构编制台账不符，请核对。").press("退回修改").sees("已退回修改，并通知县（区）。")

    clerk.go(plan).sees("秀水司法所实有人数与机构编制台账不符，请核对。").look("111-plan-returned")
    clerk.go(f"{plan}edit/").fill("秀水司法所 实有", "1").press("保存数字").go(plan)
    _goes_up(plan, clerk, hr, head)

    city.go(plan).press("审核备案").press("开始审核")
    assert city.page.locator("td del").all_inner_texts() == ["2"]
    city.look("112-city-sees-what-changed")
    city.press("准予备案").sees("方案从此不能再改").look("113-city-files")
    for point in ("数额", "附件", "程序", "时间"):
        city.select(point, "符合")
    city.press("准予备案").sees("已准予备案，并通知县（区）。")

    clerk.go(plan).sees("已备案", "备案号").look("114-plan-filed")
    assert not clerk.offered("修改数字")
    clerk.go(f"{plan}edit/").sees("表内数字不能再改")
    assert clerk.path == plan
    filed = clerk.pdf("数额核定备案表（PDF）")
    assert "盂县" in filed
    assert all(f"{office}司法所" in filed for office in (*LARGE, *SMALL, LAST))


def _goes_up(plan: str, clerk: Person, hr: Person, head: Person, *, first: bool = False) -> None:
    """The clerk sends it round; neither of the two signatures is the clerk's to give."""
    clerk.press("送人社局会签").sees("方案已送人社局会签。")
    clerk.is_refused(f"{plan}countersign/").is_refused(f"{plan}submit/")
    hr.go(plan).press("会签方案")
    if first:
        hr.look("105-hr-countersigns")
    hr.press("会签方案").sees("方案已会签，负责人可以上报。")
    head.go(plan).press("上报市司法局")
    if first:
        head.look("106-head-submits")
        head.fill("县（区）名称", "平定县").press("上报市司法局").sees("输入的名称与方案不一致，应为“盂县”。")
    head.fill("县（区）名称", "盂县").press("上报市司法局").sees("方案已上报市司法局，请等待备案结果。")
    if first:
        head.look("107-plan-submitted")
