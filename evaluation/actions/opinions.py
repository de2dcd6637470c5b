"""One-use links for 民主测评 and the people served, and the answers they bring: counted, and kept apart from the link."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from evaluation.actions.appraising import DECIDED, locked_sheet
from evaluation.models import Appraisal, AppraisalPeriod, OpinionCount, OpinionLink
from policy.appraisal_way import AUDIENCES, answers_problem
from policy.powers import Power

MOST_LINKS = 30


class LinkGone(Impossible):
    """The link does not exist, was used, or the asking has ended."""


ENDED = "征求意见已经结束，结果已经显示，不能再发链接。"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def make_opinion_links(*, appraisal: Appraisal, audience: str, number: int, by: User, now: datetime) -> list[str]:
    """Make links for so many recipients; returns their tokens, which are kept nowhere."""
    appraisal = locked_sheet(appraisal)
    require(by, Power.APPRAISAL_PREPARE, about=appraisal)
    if audience not in AUDIENCES:
        raise Impossible("请选择向谁征求意见。")
    if not 1 <= number <= MOST_LINKS:
        raise Impossible(f"一次可以做 1 到 {MOST_LINKS} 个链接，填的是 {number}。")
    if appraisal.period.confirmed_at:
        raise Impossible(DECIDED)
    if appraisal.period.asking_ended:
        raise Impossible(ENDED)
    tokens = [secrets.token_urlsafe(18) for _ in range(number)]
    OpinionLink.objects.bulk_create(
        OpinionLink(appraisal=appraisal, audience=audience, digest=digest_of(token), made_by=by, made_on=clock.today(now))
        for token in tokens
    )
    audit.record(by=by, verb="make_opinion_links", about=appraisal, at=now, audience=audience, number=number)
    return tokens


@action
def give_opinion(*, token: str, given: Mapping[str, str], now: datetime) -> None:
    """Count one answer and use the link up. The trail says that the link was used, not what was said.

    :raises LinkGone: for a link that no longer opens.
    :raises Impossible: while a question is open; the link stays good.
    """
    link = OpinionLink.objects.select_related("appraisal").filter(digest=digest_of(token)).first()
    if link is None:
        raise LinkGone("没有这个评价链接，请核对是否完整。")
    appraisal = locked_sheet(link.appraisal)
    link = OpinionLink.objects.locked(link.pk)
    if link.used_on is not None:
        raise LinkGone("这个链接已经用过，每个链接只能评价一次。")
    if appraisal.period.confirmed_at is not None:
        raise LinkGone("这次考核已经定等次，评价已经截止。")
    if appraisal.period.asking_ended:
        raise LinkGone("这次考核的征求意见已经结束，评价已经截止。")
    audience = AUDIENCES[link.audience]
    if problem := answers_problem(audience, given):
        raise Impossible(problem)
    for question, _ in audience.questions:
        row, _made = OpinionCount.objects.get_or_create(
            appraisal=appraisal, audience=audience.key, question=question, rating=given[question]
        )
        OpinionCount.objects.filter(pk=row.pk).update(number=F("number") + 1)
    link.used_on = clock.today(now)
    link.save(update_fields=["used_on"])
    audit.record(by=None, verb="count_opinion", about=appraisal, at=now, audience=audience.key)


@action
def end_opinions(*, period: AppraisalPeriod, by: User, seen: int, now: datetime) -> AppraisalPeriod:
    """End the asking about everybody in the period, for good: only then the results are shown.

    :raises Impossible: if it has ended.
    """
    period = AppraisalPeriod.objects.locked(period.pk, seen=seen)
    require(by, Power.APPRAISAL_PREPARE, about=period)
    if period.asking_ended:
        raise Impossible("征求意见已经结束，不需要再操作。")
    return note_end(period, by=by, now=now)


def note_end(period: AppraisalPeriod, *, by: User, now: datetime) -> AppraisalPeriod:
    """Write down that the asking of a locked period has ended."""
    period.opinions_ended_by, period.opinions_ended_at = by, now
    period.version += 1
    period.save(update_fields=["opinions_ended_by", "opinions_ended_at", "version"])
    audit.record(by=by, verb="end_opinions", about=period, at=now)
    return period
