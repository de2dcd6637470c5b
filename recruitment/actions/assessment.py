"""考核 of internal selection: the 司法所 says what it thinks of its own people, the bureau marks everybody (四(一).程序)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from bureaus import audit
from bureaus.access import Refused, require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.appraisal import DIMENSIONS
from policy.powers import Power, Role
from policy.scoring import BadMark
from policy.scoring import mark as checked
from recruitment.actions.moving import NotAtThatStage
from recruitment.models import Application, Opinion, Recusal, Round, Score, ScoreSheet, Side, Status
from recruitment.scores import ScoreRow

MOST_WORDS = 300


@action
def give_opinion(*, application: Application, marks: Mapping[str, Decimal], words: str, by: User, now: datetime) -> Opinion:
    """The office marks 德能勤绩廉 of one of its own people. It may change its mind until the bureau has marked with it at hand.

    :raises Impossible: naming the mark that cannot stand, or once the bureau's sheet is entered.
    """
    Round.objects.locked(application.round_id)  # as whoever enters the bureau's sheet does
    application = Application.objects.select_related("round__intake", "auxiliary").locked(application.pk)
    must_be_of_own_office(application, by)
    if application.stage != "assessment" or application.status != Status.ACTIVE:
        raise NotAtThatStage("这份报名现在不在考核环节，请刷新页面查看。")
    if ScoreSheet.objects.filter(round=application.round_id, stage="assessment").exists():
        raise Impossible("司法局已经录入考核成绩，司法所的意见不能再改。确需修改的，请联系司法局退回成绩册。")
    if len(words.strip()) > MOST_WORDS:
        raise Impossible(f"评语不能超过 {MOST_WORDS} 个字，请缩短。")
    given = {}
    for key, dimension in DIMENSIONS.items():
        try:
            given[key] = checked(marks[key])
        except KeyError:
            raise Impossible(f"“{dimension.title}”没有评分，五项都要评。") from None
        except BadMark as fault:
            raise Impossible(f"{dimension.title}：{fault}") from fault
    opinion = Opinion.objects.filter(application=application, side=Side.OFFICE).first() or Opinion(
        application=application, side=Side.OFFICE
    )
    for key, value in given.items():
        setattr(opinion, key, value)
    opinion.words, opinion.entered_by, opinion.entered_at = words.strip(), by, now
    opinion.save()
    audit.record(by=by, verb="give_opinion", about=application, at=now)
    return opinion


def must_be_of_own_office(application: Application, by: User) -> None:
    """An office has to do with its own people only, and with no declared relative among them."""
    require(by, Power.ASSESS)
    if application.auxiliary is None or application.auxiliary.office_id is None or application.auxiliary.office_id != by.office_id:
        raise Refused("这个人不在本司法所工作，由所在的司法所填写意见。")
    if application.is_relative_of(by):
        raise Refused("您已申报与该报名人存在回避关系，不能办理此件。")


@action
def import_opinions(*, given: Iterable[tuple[Application, Mapping[str, Decimal], str]], by: User, now: datetime) -> int:
    """What a table says of an office's people, the whole of it or nothing; returns how many."""
    return len([give_opinion(application=person, marks=marks, words=words, by=by, now=now) for person, marks, words in given])


def offices_have_spoken(people: Iterable[Application]) -> None:
    """The bureau marks with the office's opinion before it: whoever serves in an office has one, unless all of it are declared relatives.

    :raises Impossible: naming how many are missing.
    """
    people = list(people)
    owed = Application.objects.filter(pk__in=[person.pk for person in people], auxiliary__office__isnull=False)
    related = Recusal.objects.filter(application=OuterRef(OuterRef("pk")), staff=OuterRef("pk"))
    others = User.objects.filter(~Exists(related), role=Role.OFFICE, is_active=True, office=OuterRef("auxiliary__office"))
    missing = (
        owed.exclude(opinions__side=Side.OFFICE).filter(Q(recusals=None) | Exists(others)).distinct().select_related("auxiliary__office")
    )
    names = [f"{person.name}（{person.auxiliary.place}）" for person in missing if person.auxiliary]
    if names:
        raise Impossible(f"还有 {len(names)} 人没有司法所的考核意见：{'、'.join(names[:5])}，请所在司法所先填写。")


def record_bureau_opinions(scores: Sequence[Score], rows: Sequence[ScoreRow], *, by: User, now: datetime) -> None:
    """What the bureau's sheet says of each side, beside the score that it makes."""
    Opinion.objects.bulk_create(
        Opinion(
            application=score.application,
            side=Side.BUREAU,
            score=score,
            words=row.words.strip(),
            entered_by=by,
            entered_at=now,
            **dict(zip(DIMENSIONS, row.panel, strict=True)),
        )
        for score, row in zip(scores, rows, strict=True)
        if row.score is not None
    )
