"""What recurs at every stage: a notice on its way to the public, and a stage that closes only when everything is done."""

from tests.journeys.story import Story


def cannot_close(story: Story, stage: str, *sentences: str) -> None:
    """The clerk asks to close a stage too early and reads why not."""
    story.clerk.go(f"{story.places['round']}close/{stage}/").sees("现在还不能办理", *sentences)
    assert not story.clerk.offered("结束")


def close(story: Story, stage: str, title: str, *, look: str = "") -> None:
    """The clerk closes a stage on the page that says what follows."""
    clerk = story.clerk.go(f"{story.places['round']}close/{stage}/").sees("环节结束后不能重开。")
    if look:
        clerk.look(look)
    clerk.press(f"结束{title}环节").sees(f"“{title}”环节已结束。")


def post(story: Story, title: str, kind: str, *, look: str = "", typed: str = "") -> str:
    """A notice is drawn up, refused to its author's own signature, signed by both bureaus, posted; returns its public address."""
    clerk, head, hr = story.clerk, story.head, story.hr
    clerk.go(f"{story.places['round']}notices/").press(f"拟稿：{title}").sees("已拟好，请核对全文")
    notice = clerk.path
    assert not clerk.offered("签发")
    clerk.may_not_send(f"{notice}sign/", seen="1").sees("两家单位都签过以后才能发布。")
    head.go(notice)
    if look:
        head.look(f"{look}1-{kind}-to-sign")
    head.press("签发这份公告").sees("已签发。")
    hr.go(notice).press("会签这份公告").sees("已会签。")
    clerk.go(notice).press(f"发布{title}").sees("发布后不能撤回，内容不能修改。")
    if look:
        clerk.look(f"{look}2-{kind}-to-post")
    if typed:
        clerk.fill("照写", typed)
    clerk.press(f"发布{title}").sees("已发布，公文正在排版。")
    if look:
        clerk.look(f"{look}3-{kind}-posted")
    return clerk.page.locator("main").get_by_role("link", name="看公开的页面").get_attribute("href") or ""
