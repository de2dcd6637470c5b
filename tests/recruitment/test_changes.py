"""变更公告: shown with its difference, signed and posted like any other, and the only way in which an announced round changes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from bureaus.tenancy import Stale
from documents.models import OfficialPaper
from policy.powers import Role
from recruitment import actions, changes
from recruitment.models import PublicNotice, Round
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, post, text
from tests.recruitment.factories import CLOSES, OPEN, fresh, make_announced_round, make_application, make_draft, make_round
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

announced = kept.once(make_announced_round)

LATER = CLOSES + timedelta(days=3)
WHY = "报名人数较少"


def prepare(round, now=OPEN, reason=WHY, **fields):
    with clock.standing_at(now):
        clerk = staff(round.county, Role.COUNTY_CLERK)
        round = fresh(round)
        return actions.prepare_change(round=round, reason=reason, changes=fields, by=clerk, seen=round.version, now=now)


def sign(notice, now=OPEN):
    with clock.standing_at(now):
        for role in (Role.COUNTY_HEAD, Role.COUNTY_HR):
            notice = actions.sign_notice(notice=notice, by=staff(notice.round.county, role), seen=notice.version, now=now)
    return notice


def publish(notice, now=OPEN):
    with clock.standing_at(now):
        clerk = staff(notice.round.county, Role.COUNTY_CLERK)
        return actions.post_notice(notice=notice, by=clerk, seen=notice.version, now=now)


def extended(round, closes_at=LATER, now=OPEN):
    return publish(sign(prepare(round, now, registration_closes_at=closes_at), now), now)


def attacked(sql, *values):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return caught.value.__cause__.diag.constraint_name


EXTEND = "UPDATE recruitment_round SET registration_closes_at = %s WHERE id = %s"


def test_an_extension_moves_the_closing_instant_when_it_is_posted_and_not_before(announced):
    round = kept.again(announced)
    notice = prepare(round, registration_closes_at=LATER)
    assert fresh(round).registration_closes_at == CLOSES
    publish(sign(notice))
    assert fresh(round).registration_closes_at == LATER
    late = make_application(fresh(round), now=CLOSES + timedelta(hours=1))
    assert late.submitted_at == CLOSES + timedelta(hours=1)


def test_the_pages_the_old_edition_and_the_paper_say_what_changed_and_why(announced):
    round = kept.again(announced)
    clerk = desk_of(round.county)
    old = round.notices.get()
    sent = {"reason": WHY, "introduction": "欢迎应届毕业生报考。", "benefits": "", "seen": fresh(round).version}
    day = {f"registration_closes_at_{part}": value for part, value in enumerate((2024, 4, 15, 18, 0))}
    page = text(post(clerk, f"/desk/rounds/{round.pk}/notices/change/", sent | day, now=OPEN))
    assert "变更公告已拟好，请核对变更之处" in page
    assert '<del class="removed">12</del><ins class="added">15</ins>' in page
    assert "欢迎应届毕业生报考。" in page
    notice = PublicNotice.objects.get(edition=2)
    assert get(desk_of(make_county()), f"/desk/notices/{notice.pk}/", now=OPEN).status_code == 404
    before = text(get(clerk, f"/notices/{old.pk}/", now=OPEN))
    assert "已于" not in before
    publish(sign(notice))
    old_page = text(get(clerk, f"/notices/{old.pk}/", now=OPEN))
    assert "变更后的公告" in old_page
    assert "2024年4月12日18:00" in old_page
    new_page = text(get(clerk, f"/notices/{notice.pk}/", now=OPEN))
    assert f"理由：{WHY}。" in new_page
    assert f'href="/notices/{old.pk}/"' in new_page
    assert [section.title for section in changes.between(fresh_notice(notice), old)] == ["前言", "五、招聘程序"]
    paper = OfficialPaper.objects.get(about=f"recruitment.publicnotice:{notice.pk}")
    assert "变更事项" in paper.source
    assert "延长到" in paper.source
    listing = text(get(clerk, "/notices/", now=OPEN))
    assert f"{round.title}变更公告" in listing
    assert "已变更" in listing


def fresh_notice(notice):
    return PublicNotice.objects.get(pk=notice.pk)


def test_applicants_and_those_who_still_fill_in_are_told(announced):
    round = kept.again(announced)
    submitted, draft = make_application(round), make_draft(round)
    notice = extended(round)
    letters = Message.objects.filter(letter="announcement_changed", about=f"recruitment.publicnotice:{notice.pk}")
    assert set(letters.values_list("recipient", flat=True)) == {submitted.applicant_id, draft.applicant_id}
    assert "报名截止延长到 4月15日18:00" in letters.first().body


def test_it_takes_both_signatures_of_others_and_a_redrawn_change_takes_them_again(announced):
    round = kept.again(announced)
    notice = prepare(round, introduction="新的前言")
    clerk = staff(round.county, Role.COUNTY_CLERK)
    with clock.standing_at(OPEN), pytest.raises(Refused):
        actions.post_notice(notice=notice, by=clerk, seen=notice.version, now=OPEN)
    signed = sign(notice)
    again = prepare(round, introduction="更新的前言")
    assert not PublicNotice.objects.filter(pk=signed.pk).exists()
    assert (again.head_signed_by, again.hr_signed_by, again.edition) == (None, None, 2)


def test_after_the_old_closing_instant_nothing_extends_neither_prepared_nor_posted(announced):
    round = kept.again(announced)
    sentence = "报名已于 2024年4月12日 18:00 截止。延长报名须在原截止时刻之前发布变更公告，现在不能再延长。"
    with refused(Impossible, sentence):
        prepare(round, now=CLOSES, registration_closes_at=LATER)
    notice = sign(prepare(round, registration_closes_at=LATER))
    with refused(Impossible, sentence):
        publish(notice, now=CLOSES)
    assert fresh(round).registration_closes_at == CLOSES
    assert publish(notice, now=CLOSES - timedelta(seconds=1)).posted_at < CLOSES


def test_it_never_shortens_never_changes_nothing_and_says_why(announced):
    round = kept.again(announced)
    with refused(Impossible, "新的截止时刻须晚于现在的 2024年4月12日 18:00：报名时间只能延长，不能缩短。"):
        prepare(round, registration_closes_at=CLOSES - timedelta(hours=1))
    with refused(Impossible, "内容和现行公告相同，没有需要变更的。"):
        prepare(round, registration_closes_at=CLOSES)
    with refused(Impossible, "请写明变更的理由，会印在变更公告里。"):
        prepare(round, reason=" ", introduction="新的前言")
    with refused(Impossible, "只有已经发布、还在进行的招聘公告才能变更。"):
        prepare(make_round(make_county()), introduction="新的前言")
    clerk = staff(round.county, Role.COUNTY_CLERK)
    with pytest.raises(Stale), clock.standing_at(OPEN):
        actions.prepare_change(round=round, reason=WHY, changes={"introduction": "新"}, by=clerk, seen=0, now=OPEN)


def test_a_second_change_stands_on_the_first(announced):
    round = kept.again(announced)
    first = extended(round)
    second = publish(sign(prepare(round, introduction="新的前言")))
    assert (second.edition, second.replaces) == (3, first)
    assert [section.title for section in changes.between(second, first)] == ["前言"]
    old = round.notices.get(edition=1)
    page = text(get(desk_of(round.county), f"/notices/{old.pk}/", now=OPEN))
    assert f'href="/notices/{second.pk}/"' in page


def test_the_database_holds_an_announced_round_to_what_was_posted_before_the_deadline(announced):
    round = kept.again(announced)
    assert attacked(EXTEND, LATER, round.pk) == "announced_round_changes_by_notice"
    notice = sign(prepare(round, registration_closes_at=LATER))
    assert attacked(EXTEND, LATER, round.pk) == "announced_round_changes_by_notice"
    PublicNotice.objects.filter(pk=notice.pk).update(posted_at=CLOSES)  # past every action, and too late
    assert attacked(EXTEND, LATER, round.pk) == "announced_round_changes_by_notice"
    assert attacked("UPDATE recruitment_round SET introduction = 'x' WHERE id = %s", round.pk) == "announced_round_changes_by_notice"


def test_a_posted_extension_allows_its_own_instant_and_no_other(announced):
    round = kept.again(announced)
    extended(round)
    assert attacked(EXTEND, LATER + timedelta(days=9), round.pk) == "announced_round_changes_by_notice"
    assert attacked(EXTEND, CLOSES, round.pk) == "announced_round_changes_by_notice"


def test_control_without_the_trigger_the_closing_instant_moves(announced):
    round = kept.again(announced)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE recruitment_round DISABLE TRIGGER announced_round_is_frozen")
        assert Round.objects.filter(pk=round.pk).update(registration_closes_at=LATER) == 1
        transaction.set_rollback(True)


def test_who_drew_it_up_does_not_sign_it(announced):
    round = kept.again(announced)
    notice = prepare(round, introduction="新的前言")
    head = staff(round.county, Role.COUNTY_HEAD)
    PublicNotice.objects.filter(pk=notice.pk).update(prepared_by=head)
    with pytest.raises(OneHand), clock.standing_at(OPEN):
        actions.sign_notice(notice=notice, by=head, seen=notice.version, now=OPEN)
