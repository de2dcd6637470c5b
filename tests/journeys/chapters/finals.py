"""考察, 体检, 公示: each outcome by two people, then the public may speak for five working days."""

import re

from tests.journeys.chapters.review import ONE_HAND
from tests.journeys.chapters.round import OFFICE
from tests.journeys.chapters.stages import cannot_close, close, post
from tests.journeys.story import PHONE, Story, at

LAST_DAY = "2026年4月7日"  # five working days from 31 March on, around 清明节


def are_over(story: Story) -> None:
    story.clock_reads(at(3, 30))
    _passes(story, "inspection", "考察", look="70")
    close(story, "inspection", "考察")
    _passes(story, "medical", "体检", look="71")
    close(story, "medical", "体检")

    cannot_close(story, "publicity", "公示的起止日期还没有确定，请先发布公示。", "“拟聘用人员公示”还没有发布")
    story.places["publicity"] = post(story, "拟聘用人员公示", "proposed_hires", look="72")
    _everybody_reads_it(story)
    cannot_close(story, "publicity", f"公示到 {LAST_DAY} 24:00 为止，期满后才能结束。")
    _somebody_objects(story)

    story.clock_reads(at(4, 7, 23, 59))
    cannot_close(story, "publicity", f"公示到 {LAST_DAY} 24:00 为止，期满后才能结束。")
    story.clock_reads(at(4, 8, 9))
    story.visitor(width=PHONE).go(f"{story.places['publicity']}objection/").sees("公示期已满").look("730-objection-too-late")
    close(story, "publicity", "公示")


def _passes(story: Story, stage: str, title: str, *, look: str) -> None:
    clerk, second, name = story.clerk, story.second, story.applicants["first"].name
    results = f"{story.places['round']}results/"
    cannot_close(story, stage, f"还有 1 人没有{title}结果，请登记合格、不合格或者放弃。")
    clerk.go(results).look(f"{look}1-{stage}").press("登记结果").choose("结果", "合格")
    if stage == "inspection":
        clerk.fill("考察人员", "演示考察员").press("登记结果").sees("考察至少要有两名考察人员")
        clerk.fill("考察人员", "演示考察员一、演示考察员二").look(f"{look}2-{stage}-entered")
    clerk.press("登记结果").sees(f"{name}的{title}结果已登记，请另一位工作人员复核。")
    cannot_close(story, stage, f"还有 1 人的{title}结果没有经第二人确认")

    clerk.go(results).press("查看").sees(ONE_HAND).look(f"{look}3-{stage}-second-person")
    entry = clerk.path
    assert not clerk.offered("确认结果")
    clerk.sends(f"{entry}confirm/", seen="0").go(entry).sees(ONE_HAND)
    second.go(results).press("复核").press("确认结果").sees(f"{name}的{title}结果已确认：合格。")


def _everybody_reads_it(story: Story) -> None:
    first, other = story.applicants["first"], story.applicants["other"]
    visitor = story.visitor().go(story.places["publicity"]).look("724-publicity")
    page = visitor.text()
    if visitor.offered("查看排版进度"):
        visitor.press("查看排版进度")
    paper = visitor.pdf("PDF")
    for text in (page, paper):
        assert all(told in text for told in (first.name, "女", first.ticket, "86.50", "86.00", "86.30", OFFICE, LAST_DAY))
        assert other.name not in text
        assert first.id_number not in text
        assert first.id_number[-4:] not in text
        assert first.phone not in text
        assert re.search(r"\d{4}\*|\*\d{3}", text) is None


def _somebody_objects(story: Story) -> None:
    first = story.applicants["first"]
    visitor = story.visitor(width=PHONE).go(story.places["publicity"]).press("反映情况").look("725-objection")
    visitor.press("提交反映").sees("请写明反映的情况。")
    visitor.select("反映的对象", f"{first.name}（准考证号 {first.ticket}）").fill("反映的情况", "听说该同志大专尚未毕业，请核实。")
    visitor.tick("我保证所反映的情况客观真实").press("提交反映").sees("已收到您反映的情况").look("726-objection-received")

    clerk, objections = story.clerk, f"{story.places['round']}objections/"
    cannot_close(story, "publicity", "还有 1 条公示异议没有办结")
    clerk.go(objections).look("727-objections").follow(f"关于{first.name}").sees("听说该同志大专尚未毕业").look("728-one-objection")
    clerk.choose("结论", "查无此事或不影响聘用").fill("核查情况", "经向山西大学核实，该同志2020年7月本科毕业，证书属实。")
    clerk.press("登记核查结论").sees("核查结论已登记。", "已办结")
