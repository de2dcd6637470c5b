"""招聘批次: the city opens an intake, the clerk draws a round up, both bureaus sign, the announcement becomes public."""

from tests.journeys.actors import Person
from tests.journeys.chapters.stages import cannot_close, post
from tests.journeys.story import Story

TITLE = "盂县2026年公开招聘司法协理员"
OFFICE = "秀水司法所"


def is_announced(story: Story) -> None:
    clerk, city = story.clerk, story.city

    city.go("/desk/intakes/").look("201-no-intake-yet")
    city.fill("名称", "2026年第一次公开招聘").press("开放招聘期").sees("“2026年第一次公开招聘”已开放")
    clerk.is_refused("/desk/intakes/")

    clerk.go("/desk/rounds/begin/").look("202-begin-a-round")
    clerk.fill("批次名称", TITLE).fill_day("报名开始", 2026, 3, 5, 9, 0).fill_day("报名截止", 2026, 3, 4, 18, 0)
    clerk.press("新建批次").sees("报名截止须晚于报名开始。")
    clerk.fill_day("报名截止", 2026, 3, 11, 18, 0).press("新建批次").sees("批次已建立")
    story.places["round"] = round = clerk.path
    clerk.sees("还没有填写招聘岗位，请至少填写 1 个岗位、1 个名额。", "公告还没有签批").look("203-round-begun")

    _scheme_is_set(clerk, f"{round}scheme/")
    clerk.go(f"{round}vacancies/").fill(f"{OFFICE}招聘人数", "3").press("保存岗位").sees("备案拟招聘剩余 2 人，请填 0 到 2。")
    clerk.fill(f"{OFFICE}招聘人数", "1").look("206-vacancies").press("保存岗位").sees("岗位已保存。")
    clerk.go(f"{round}words/").fill("待遇", "按照盂县规定的工资标准执行，依法缴纳社会保险。").look("207-words")
    clerk.press("保存公告内容").sees("公告内容已保存。")

    cannot_close(story, "announcement", "公告还没有签批，请县（区）司法局负责人和县（区）人社局分别签批。")
    story.stranger.is_refused(round, 404)
    story.places["announcement"] = post(story, "招聘公告", "announcement", look="21", typed=TITLE)

    _everybody_reads_it(story)
    clerk.go(f"{round}vacancies/").sees("已预留")
    assert not clerk.offered("保存岗位")
    clerk.go("/staffing/ledger/").look("218-ledger-reserved")
    assert ledger_row(clerk, OFFICE)[1:6] == ["2", "1", "0", "0", "1"]


def ledger_row(person: Person, office: str) -> list[str]:
    """政法专项编制, then 核定 预留 已聘 离岗 剩余 of 公开招聘, the same of 选聘, what is left in all."""
    header = person.page.get_by_role("rowheader", name=office)
    return person.page.get_by_role("row").filter(has=header).get_by_role("cell").all_inner_texts()


def _scheme_is_set(clerk: Person, scheme: str) -> None:
    clerk.go(scheme).sees("1990年3月6日", "2008年3月5日").look("204-scheme")
    clerk.fill("开考比例（倍）", "9").press("保存方案").sees("开考比例应在 1 到 5 倍之间，填的是 9。")
    clerk.fill("开考比例（倍）", "1").fill("公示时间（个工作日）", "4").press("保存方案").sees("公示时间应不少于 5 个工作日，填的是 4。")
    clerk.look("205-scheme-refused")
    clerk.fill("公示时间（个工作日）", "5").press("保存方案").sees("方案已保存。")


def _everybody_reads_it(story: Story) -> None:
    visitor = story.visitor()
    response = visitor.page.goto("/")
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    visitor.sees("最近一次报名", TITLE).look("214-home-before-registration")
    visitor.go("/notices/").look("215-notices").follow(TITLE)
    visitor.sees(TITLE, OFFICE, "1990年3月6日", "2008年3月5日", "按照盂县规定的工资标准执行").look("216-announcement")
    assert visitor.page.get_by_role("table").first.get_by_role("row").count() >= 2
    if visitor.offered("查看排版进度"):
        visitor.press("查看排版进度").look("217-paper")
    text = visitor.pdf("PDF")
    assert TITLE in text
    assert f"{OFFICE}1" in text.replace("人", "")
    assert "1990年3月6日" in text
    assert "2008年3月5日" in text
