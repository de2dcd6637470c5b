"""资格审查: one enters an opinion, another confirms it; one application comes back to be mended. Then the exam is arranged."""

import re

from tests.journeys.actors import Person
from tests.journeys.chapters.round import OFFICE
from tests.journeys.chapters.stages import cannot_close, close, post
from tests.journeys.story import Story, at, picture

ONE_HAND = "录入人与复核人不能是同一人，请由另一位工作人员复核。"
BLURRED = "毕业证书照片不清楚，请重新拍照上传。"
TICKETS_ARE_MADE = "SELECT count(*) = 2 FROM documents_officialpaper WHERE kind = 'admission_ticket' AND rendered_at IS NOT NULL"


def is_done(story: Story) -> None:
    story.clock_reads(at(3, 12))
    cannot_close(story, "review", "还有 2 份报名没有审查结论，请先审查完。", "“笔试安排公告”还没有发布")
    story.clerk.go("/desk/").look("401-desk-in-the-review")
    story.clerk.go("/desk/applications/").sees("赵晓雨", "钱立新").look("402-queue")
    story.stranger.is_refused(at_desk(story, "first"), 404)

    _is_returned_and_mended(story)
    _passes(story, "first")
    cannot_close(story, "review", "还有 1 份报名没有审查结论")
    _passes(story, "other")
    story.clerk.go(f"{story.places['round']}openings/").sees("达到比例").look("410-opening-ratio")

    _is_arranged(story)
    close(story, "review", "资格审查", look="418-close-review")


def at_desk(story: Story, key: str) -> str:
    """Where the bureaus find somebody's application."""
    return f"/desk/applications/{story.applicants[key].application.rstrip('/').rpartition('/')[2]}/"


def _is_returned_and_mended(story: Story) -> None:
    clerk, hr, page = story.clerk, story.hr, at_desk(story, "first")
    clerk.go(page).look("403-application").press("退回补正")
    clerk.select("原因", "其他原因（只用于退回补正）").fill("写给报名人的说明", BLURRED).look("404-return").press("退回补正，交复核")
    clerk.sees("赵晓雨：已录入“退回补正”，等另一位工作人员复核。")
    _may_not_confirm_alone(clerk, page)
    hr.go(page).sees(BLURRED).look("405-second-opinion").press("确认“退回补正”").sees("已复核，结论为“退回补正”")

    window, mine = story.applicant("first"), story.applicants["first"].application
    window.go("/my/").sees("请补正材料", BLURRED).look("406-returned-to-me").press("去补正")
    window.follow("照片与材料").upload("再加一张毕业证书", "clear.jpg", picture(900, 700), "image/jpeg").sees("移除毕业证书第 2 张")
    window.go(f"{mine}check/").press("提交报名").sees("报名已提交")


def _passes(story: Story, key: str) -> None:
    clerk, hr, page = story.clerk, story.hr, at_desk(story, key)
    name = story.applicants[key].name
    clerk.go(page).press("待核项都符合").press("通过").sees(f"{name}：已录入“通过”，等另一位工作人员复核。")
    _may_not_confirm_alone(clerk, page)
    hr.go(page).press("确认“通过”").sees(f"{name}：已复核，结论为“通过”。")


def _may_not_confirm_alone(clerk: Person, page: str) -> None:
    clerk.go(page).sees(ONE_HAND)
    assert not clerk.offered("确认")
    clerk.sends(f"{page}confirm/", seen="0").go(page).sees(ONE_HAND)


def _is_arranged(story: Story) -> None:
    clerk, exam = story.clerk, f"{story.places['round']}exam/"
    cannot_close(story, "review", "“笔试安排公告”还没有发布")
    clerk.go(exam).look("411-no-site-yet").press("填写考点")
    clerk.fill("考点", "盂县第一中学").fill("地址", "盂县秀水镇金龙大街1号").fill_day("开考时间", 2026, 3, 21, 9, 0).look("412-site")
    clerk.press("保存考点").sees("考点和开考时间已保存。").press("去编排考场").sees("资格审查通过的 2 人由计算机随机排入考场").look(
        "413-draw"
    )
    clerk.press("编排考场").sees("考场已编排，准考证号不再变动。").press("发放准考证").sees("2 份准考证已交后台生成")
    story.waits_until(
        "SELECT count(*) = 2 FROM documents_officialpaper WHERE kind = 'admission_ticket' AND rendered_at IS NOT NULL", within=120
    )
    clerk.go(exam).sees("全部生成，考生可以打印。").look("414-tickets-issued").follow("第 1 考场").look("415-room")

    story.places["arrangement"] = post(story, "笔试安排公告", "exam_arrangement")
    visitor = story.visitor().go(story.places["arrangement"]).sees("盂县第一中学", OFFICE, "达到开考比例").look("416-exam-arrangement")
    visitor.sees_no("赵晓雨")

    for key, somebody in story.applicants.items():
        if key == "late":
            continue
        window = story.applicant(key).go("/my/").sees("打印准考证，按时参加笔试")
        if key == "first":
            window.look("417-ticket-to-print")
        text = window.press("打开准考证").pdf("下载 PDF")
        assert somebody.name in text
        assert "盂县第一中学" in text
        assert "第1考场" in text
        found = re.search(r"准考证号(\d{11,})", text)
        assert found, text
        somebody.ticket = found.group(1)[:11]
