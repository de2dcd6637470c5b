"""签订合同: the clerk draws the contract up, the head signs it, and the person stands on the roster and in the ledger."""

from tests.journeys.chapters.round import OFFICE, ledger_row
from tests.journeys.chapters.stages import cannot_close, close, post
from tests.journeys.story import Story


def is_done(story: Story) -> None:
    clerk, head, first = story.clerk, story.head, story.applicants["first"]
    contracts = f"{story.places['round']}contracts/"
    cannot_close(story, "contract", "还有 1 名拟聘用人员没有签订合同", "“聘用结果公告”还没有发布")
    clerk.go(contracts).look("801-contracts").press("拟定合同").fill_day("用工之日", 2026, 4, 10).look("802-contract-drawn-up")
    clerk.press("拟定合同").sees(f"{first.name}的合同已拟好，请负责人在 2026年5月10日前签订。").look("803-contract-waits")
    assert not clerk.offered("签订合同")
    clerk.is_refused(_signing(story))

    head.go(contracts).press("签订合同").sees("登记后不能撤销").look("804-contract-to-sign")
    head.press("签订合同").sees(f"{first.name}的合同已签订，已列入花名册和数额台账。").look("805-contract-signed")
    text = head.follow("合同文本").pdf("下载 PDF")
    for told in ("盂县司法局", first.name, first.id_number, f"{OFFICE}", "自2026年4月10日起至2029年4月9日止", "试用期"):
        assert told in text, told

    cannot_close(story, "contract", "“聘用结果公告”还没有发布")
    story.places["hires"] = post(story, "聘用结果公告", "hires")
    story.visitor().go(story.places["hires"]).sees(first.name, OFFICE).sees_no(first.id_number[-4:]).look("806-hires")
    close(story, "contract", "签订合同", look="807-close-the-round")
    clerk.sees("本批次已经结束").look("808-round-over")
    assert clerk.page.locator(".numbers .value").all_inner_texts() == ["2", "0", "0", "2", "0"]
    _everything_stands(story)


def _signing(story: Story) -> str:
    return f"/desk/contracts/{story.applicants['first'].application.rstrip('/').rpartition('/')[2]}/sign/"


def _everything_stands(story: Story) -> None:
    clerk, first = story.clerk, story.applicants["first"]
    clerk.go("/staffing/roster/").sees(first.name, OFFICE, "2026-04-10", "2029-04-09").sees_no(first.id_number).look("809-roster")
    clerk.go("/staffing/ledger/").look("810-ledger-filled")
    assert ledger_row(clerk, OFFICE)[1:6] == ["2", "0", "1", "0", "1"]
    story.applicant("first").go("/my/").sees("您已被聘用").look("811-hired")
    story.applicant("other").go("/my/").sees("本次招聘已结束", "未入选").sees_no("不合格").look("812-not-hired")
    story.head.go("/audit/").look("813-audit-trail")
    story.portal.manage("verify_audit")
