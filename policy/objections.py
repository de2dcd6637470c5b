"""Objections to a 公示 of 优秀 or of 表彰 (六(三)): when one may come, and what it holds up until it is answered."""

from datetime import date

from policy.citation import Clause, carries

WORDS = Clause("六(三)", "自觉接受监督")


@carries(WORDS.ref, WORDS.quote)
def received_problem(on: date, *, posted_on: date, posted_last: date, today: date) -> str:
    """Say why an objection that came on a day is none to this 公示: it comes while it is shown. Blank when it is one."""
    if on > today:
        return "收到异议的日期不能晚于今天。"
    if not posted_on <= on <= posted_last:
        return f"这次公示从 {posted_on} 到 {posted_last}，收到异议的日期应在这几天之内；期满以后反映的，按来信来访办理。"
    return ""


@carries(WORDS.ref, WORDS.quote)
def ending_problem(*, unanswered: int, upheld: int = 0) -> str:
    """Say why a 公示 cannot end in what it was about: an objection that nobody has answered, or one that proved true."""
    if unanswered:
        return f"公示期内收到的异议有 {unanswered} 条还没有答复，答复以后才能办理。"
    return f"公示期内收到的异议有 {upheld} 条查实，不能审定，请退回。" if upheld else ""
