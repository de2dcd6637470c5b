"""Everything that goes up beside the plan: who writes, signs, sends, opens, answers and withdraws it, and what stops it."""

from datetime import date, timedelta

import pytest

from bureaus import actions as bureaus
from bureaus import audit, clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.holidays import known_days
from bureaus.models import AuditEvent, Message
from bureaus.naming import named
from bureaus.tenancy import Stale
from documents.models import OfficialPaper, PaperKind
from documents.uploads import UnfitFile
from policy.filings import KINDS, QUOTA
from policy.powers import Role
from staffing import actions, standing
from staffing.models import Comment, Filing, Matter, PlanStatus
from tests.documents.factories import make_upload
from tests.staffing.factories import (
    NOW,
    checked,
    city,
    countersign,
    fill_in,
    make_countersigned_plan,
    make_county,
    make_submitted_plan,
    make_user,
    staff,
)
from tests.staffing.filing_factories import (
    TEXT,
    clerk,
    head,
    hr,
    make_filed,
    make_matter,
    make_returned,
    make_sent,
    sign,
    submit,
    upload,
    write,
)
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

KINDS_OF_MATTER = [key for key in KINDS if key != QUOTA]


def letters_of(person):
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("letter", flat=True))


@pytest.mark.parametrize("kind", KINDS_OF_MATTER)
def test_every_kind_goes_from_draft_to_filed(kind):
    filing = make_filed(kind)
    matter = Matter.objects.get()
    assert (matter.status, matter.filing_number) == (PlanStatus.FILED, "阳司协备〔2024〕1号")
    assert (filing.outcome, filing.opinion, filing.filing_number) == ("filed", "同意。", "阳司协备〔2024〕1号")
    assert filing.content == matter.content
    assert bool(matter.countersigned_by) is (KINDS[kind].countersign is not None)
    assert set(OfficialPaper.objects.values_list("kind", flat=True)) == {PaperKind.FILING_RECEIPT, PaperKind.FILED_NOTICE}


def test_the_way_of_a_joint_one_is_told_recorded_and_kept():
    county = make_county()
    desk, signer, writer, sender = city(), staff(county, Role.COUNTY_HR), staff(county, Role.COUNTY_CLERK), staff(county, Role.COUNTY_HEAD)
    filing = make_filed("recruitment_plan", county)
    assert letters_of(signer) == ["matter_offered", "matter_filed"]
    assert letters_of(sender) == ["matter_countersigned", "matter_filed"]
    assert letters_of(writer) == ["matter_countersigned", "matter_filed"]
    assert letters_of(desk) == ["matter_submitted"]
    assert list(AuditEvent.objects.filter(about=named(filing.matter)).values_list("verb", "by")) == [
        ("begin_matter", writer.pk),
        ("save_matter", writer.pk),
        ("offer_matter", writer.pk),
        ("countersign_matter", signer.pk),
        ("submit_matter", sender.pk),
        ("file_matter", desk.pk),
    ]
    assert audit.verify() is None


def test_one_without_a_countersignature_goes_straight_to_the_head():
    matter = write(make_matter("work_plan"))
    sender = head(matter)
    with refused(Impossible, "材料还没有送审签，暂不能上报。请经办人写好后送负责人审签。"):
        submit(matter)
    with refused(Impossible, "这项材料不需要人社局会签，由司法局负责人上报。"):
        actions.countersign_matter(matter=matter, by=hr(matter), seen=matter.version, now=NOW)
    matter = actions.offer_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)
    assert letters_of(sender) == ["matter_ready"]
    assert submit(matter).status == PlanStatus.SUBMITTED


def test_what_is_missing_is_named_before_it_goes_on():
    matter = make_matter("management_rules")
    matter = actions.save_matter(matter=matter, content={"daily": TEXT}, by=clerk(matter), seen=matter.version, now=NOW)
    with refused(Impossible, "还有 3 项没有填写或上传（调配和使用、续聘和解聘、管理办法全文），请补齐后再办理。"):
        actions.offer_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)


def test_who_writes_neither_countersigns_nor_submits():
    matter = write(make_matter("recruitment_plan"))
    writer = clerk(matter)
    matter = actions.offer_matter(matter=matter, by=writer, seen=matter.version, now=NOW)
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.countersign_matter(matter=matter, by=writer, seen=matter.version, now=NOW)
    writer.role = Role.COUNTY_HR
    writer.save()
    with pytest.raises(OneHand):
        actions.countersign_matter(matter=matter, by=writer, seen=matter.version, now=NOW)
    matter = actions.countersign_matter(matter=matter, by=make_user(Role.COUNTY_HR, matter.county), seen=matter.version, now=NOW)
    writer.role = Role.COUNTY_HEAD
    writer.save()
    with pytest.raises(OneHand):
        actions.submit_matter(matter=matter, by=writer, seen=matter.version, now=NOW)


def test_a_change_after_the_countersignature_voids_it_and_tells_the_signer():
    matter = sign(write(make_matter("recruitment_plan")))
    signer = matter.countersigned_by
    assert write(matter).status == PlanStatus.COUNTERSIGNED  # nothing differs
    matter.refresh_from_db()
    matter = write(matter, internal=9)
    assert (matter.status, matter.countersigned_by) == (PlanStatus.DRAFT, None)
    assert letters_of(signer)[-1] == "matter_countersignature_void"
    with refused(Impossible, "材料还没有经人社局会签，暂不能上报。请先送人社局会签。"):
        submit(matter)


def test_an_enclosure_added_after_the_countersignature_voids_it_too():
    matter = sign(write(make_matter("recruitment_plan")))
    matter = actions.enclose(paper=matter, key="finance_opinion", upload=upload(), by=clerk(matter), seen=matter.version, now=NOW)
    assert matter.status == PlanStatus.DRAFT


def test_who_should_sign_gives_it_back_with_a_reason():
    matter = write(make_matter("recruitment_plan"))
    matter = actions.offer_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)
    matter = actions.send_back_matter(matter=matter, reason="人数不符。", by=hr(matter), seen=matter.version, now=NOW)
    assert (matter.offered_at, matter.sent_back_reason) == (None, "人数不符。")
    plain = write(make_matter("work_plan"))
    plain = actions.offer_matter(matter=plain, by=clerk(plain), seen=plain.version, now=NOW)
    plain = actions.send_back_matter(matter=plain, reason="再写细些。", by=head(plain), seen=plain.version, now=NOW)
    assert plain.sent_back_reason == "再写细些。"


def test_the_finance_opinion_goes_up_with_the_quota_plan():
    plan = fill_in(make_countersigned_plan())
    plan = actions.enclose(paper=plan, key="finance_opinion", upload=upload("财政意见.pdf"), by=clerk(plan), seen=plan.version, now=NOW)
    assert plan.status == PlanStatus.DRAFT
    plan = countersign(plan)
    plan = actions.submit_plan(plan=plan, by=head(plan), seen=plan.version, now=NOW)
    assert [(each["key"], each["called"]) for each in plan.filings.get().enclosures] == [("finance_opinion", "财政意见.pdf")]


def test_an_unfit_enclosure_saves_nothing_of_the_page():
    matter = make_matter("work_plan")
    with pytest.raises(UnfitFile):
        actions.write_matter(
            matter=matter,
            content={"needs": TEXT},
            uploads={"document": make_upload(b"<html>")},
            removed=[],
            by=clerk(matter),
            seen=matter.version,
            now=NOW,
        )
    matter.refresh_from_db()
    assert (matter.content, matter.enclosures.count()) == ({}, 0)


def test_a_stale_save_and_a_foreign_part_are_refused():
    matter = make_matter("work_plan")
    with pytest.raises(Stale):
        actions.save_matter(matter=matter, content={}, by=clerk(matter), seen=matter.version + 1, now=NOW)
    with refused(Impossible, "填写的内容与这种材料不符，没有保存。请刷新页面后重新填写。"):
        actions.save_matter(matter=matter, content={"another": "x"}, by=clerk(matter), seen=matter.version, now=NOW)


def test_another_of_a_kind_only_where_it_repeats_and_the_first_is_filed():
    first = make_filed("consultation").matter
    again = actions.begin_matter(county=first.county, kind="consultation", year=2024, by=clerk(first), now=NOW)
    assert (again.occasion, str(again)) == (2, f"{first.county}2024年座谈会（第2次）")
    with refused(Impossible, "本县（区）2024年的座谈会已经建立，请打开原有的继续办理。"):
        actions.begin_matter(county=first.county, kind="consultation", year=2024, by=clerk(first), now=NOW)
    plan = make_filed("work_plan").matter
    with refused(Impossible, "本县（区）2024年的工作方案已经建立，请打开原有的继续办理。"):
        actions.begin_matter(county=plan.county, kind="work_plan", year=2024, by=clerk(plan), now=NOW)


@pytest.mark.parametrize("kind", [QUOTA, "nothing"])
def test_no_matter_is_begun_of_the_quota_or_of_no_kind(kind):
    county = make_county()
    with refused(Impossible, "没有这一种上报材料，请从列表中选择。"):
        actions.begin_matter(county=county, kind=kind, year=2024, by=staff(county, Role.COUNTY_CLERK), now=NOW)


# ---- versions ----


def test_each_submission_is_a_version_and_a_filed_one_is_revised_into_a_new_one():
    make_returned()
    matter = submit(sign(write(Matter.objects.get(), needs="补充后的需求。")))
    actions.file_filing(filing=matter.filings.first(), filing_number="阳司协备〔2024〕7号", marks=checked(matter.kind), by=city(), now=NOW)
    matter = Matter.objects.get()
    matter = actions.revise_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)
    third = submit(sign(write(matter, needs="再改。"))).filings.first()
    assert [(each.ordinal, each.outcome, each.content["needs"]) for each in Filing.objects.order_by("ordinal")] == [
        (1, "returned", TEXT),
        (2, "filed", "补充后的需求。"),
        (3, "", "再改。"),
    ]
    assert actions.suggested_filing_number(third.paper, now=NOW) == "阳司协备〔2024〕8号"


def test_only_a_filed_one_is_revised():
    matter = make_matter()
    with refused(Impossible, "材料目前是“草稿”，直接修改即可，不需要另起一版。"):
        actions.revise_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)


# ---- opening and withdrawal ----


def test_the_head_withdraws_what_nobody_has_opened():
    desk, filing = city(), make_sent()
    matter = actions.withdraw_matter(matter=filing.matter, by=head(filing), seen=filing.matter.version, now=NOW)
    filing.refresh_from_db()
    assert (filing.outcome, filing.decided_by) == ("withdrawn", head(filing))
    assert standing.word(matter) == "已撤回"
    assert letters_of(desk) == ["matter_submitted", "matter_withdrawn"]
    assert submit(sign(write(matter, needs="改过。"))).filings.first().ordinal == 2


def test_what_the_city_has_opened_is_not_withdrawn():
    filing = actions.open_filing(filing=make_sent(), by=city(), now=NOW)
    first = (filing.opened_by, filing.opened_at)
    actions.open_filing(filing=filing, by=make_user(Role.CITY), now=NOW + timedelta(hours=1))
    filing.refresh_from_db()
    assert (filing.opened_by, filing.opened_at) == first
    with refused(Impossible, "市司法局已经拆阅，不能再撤回；需要修改的，请与市司法局联系退回。"):
        actions.withdraw_matter(matter=filing.matter, by=head(filing), seen=filing.matter.version, now=NOW)


def test_a_plan_is_withdrawn_the_same_way_and_goes_up_again():
    plan = make_submitted_plan()
    plan = actions.withdraw_plan(plan=plan, by=head(plan), seen=plan.version, now=NOW)
    assert (plan.status, plan.filings.get().outcome) == (PlanStatus.RETURNED, "withdrawn")
    plan = countersign(plan)
    plan = actions.submit_plan(plan=plan, by=head(plan), seen=plan.version, now=NOW)
    assert [filing.ordinal for filing in plan.filings.all()] == [2, 1]


def test_only_the_head_withdraws_and_only_what_waits():
    filing = make_sent()
    with pytest.raises(Refused):
        actions.withdraw_matter(matter=filing.matter, by=clerk(filing), seen=filing.matter.version, now=NOW)
    draft = make_matter()
    with refused(Impossible, "材料目前是“草稿”，没有等待市局办理的上报，不用撤回。"):
        actions.withdraw_matter(matter=draft, by=head(draft), seen=draft.version, now=NOW)


# ---- the city ----


def test_comments_stand_beside_a_part_an_enclosure_a_clause_or_a_cell():
    filing = make_returned(
        comments=[("part:needs", "请写依据。"), ("enclosure:document", "缺印章。"), ("clause:五(一)", "见条款。"), ("", "整体可行。")]
    )
    assert [place for place, _ in standing.commented(filing, list(filing.comments.all()))] == [
        "人员需求",
        "印发的工作方案",
        f"五(一)：{KINDS['work_plan'].quote}",
        "整份材料",
    ]
    assert set(standing.by_place(standing.told(Matter.objects.get()))) == {"part:needs", "enclosure:document", "clause:五(一)", ""}
    plan = make_submitted_plan()
    sent = plan.filings.get()
    code = sent.lines[0]["code"]
    written = actions.comment(filing=sent, place=f"cell:{code}:in_post", text="与台账不符。", by=city(), now=NOW)
    assert standing.commented(sent, [written])[0][0] == f"{sent.lines[0]['office']} 实有"


def test_a_comment_beside_nothing_without_words_or_after_the_answer_is_refused():
    filing = make_sent()
    with refused(Impossible, "这份材料没有所选的位置，请重新选择。"):
        actions.comment(filing=filing, place="part:other", text="甲", by=city(), now=NOW)
    with refused(Impossible, "请写批注内容。"):
        actions.comment(filing=filing, place="", text=" ", by=city(), now=NOW)
    returned = actions.return_filing(filing=filing, opinion="补充。", by=city(), now=NOW)
    with refused(Impossible, "这次上报已经办结（退回修改），不能再办。"):
        actions.comment(filing=returned, place="", text="甲", by=city(), now=NOW)


def test_the_county_reads_comments_only_with_the_answer():
    filing = make_sent()
    note = actions.comment(filing=filing, place="", text="先记一笔。", by=city(), now=NOW)
    assert standing.told(Matter.objects.get()) == []
    actions.drop_comment(comment=note, by=city(), now=NOW)
    assert not Comment.objects.exists()


def test_what_the_checklist_finds_unmet_is_not_filed():
    filing = make_sent()
    with refused(Impossible, "核对清单里还有不符合的（写明了人员需求），不能准予备案，请退回修改。"):
        actions.file_filing(filing=filing, filing_number="甲", marks={"needs": "unmet"}, by=city(), now=NOW)
    filed = actions.file_filing(filing=filing, filing_number="甲", marks=checked("work_plan"), by=city(), now=NOW)
    assert filed.checklist == checked("work_plan")


def test_nothing_is_filed_before_every_point_of_the_checklist_is_marked():
    filing = make_sent()
    marks = checked("work_plan") | {"funds": "", "in_time": ""}
    with refused(Impossible, "核对清单还有 2 项没有核对（写明了经费保障），请逐项核对后再准予备案。"):
        actions.file_filing(filing=filing, filing_number="甲", marks=marks, by=city(), now=NOW)
    assert Filing.objects.get().outcome == ""


def test_what_has_not_taken_place_is_not_written_down_as_held():
    matter = make_matter("survey")
    with refused(Impossible, "完成日期不能晚于今天，请填写实际日期。"):
        write(matter, ended_on="2024-03-05")
    assert write(matter, ended_on="2024-03-04").content["ended_on"] == "2024-03-04"


def test_the_letters_of_an_answer_name_the_comments_and_no_person():
    filing = make_returned(comments=[("part:needs", "请写依据。")])
    body = Message.objects.get(recipient=clerk(filing), letter="matter_returned").body
    assert "另有 1 处批注，请登录平台逐条查看。" in body
    assert not any(person.name in body for person in (clerk(filing), head(filing), city()))


def test_the_province_is_recorded_after_the_city_filed_and_a_correction_is_a_new_record():
    sent = make_sent()
    day = clock.today(NOW)
    with refused(Impossible, "市司法局准予备案以后，才能登记省司法厅的备案。"):
        actions.record_provincial(filing=sent, number="晋司备1号", filed_on=day, by=city(), now=NOW)
    filing = actions.file_filing(filing=sent, filing_number="甲", marks=checked(sent.kind), by=city(), now=NOW)
    for wrong in (day - timedelta(days=1), day + timedelta(days=1)):
        with refused(Impossible, "报备日期应在市局备案之日和今天之间，请核对。"):
            actions.record_provincial(filing=filing, number="晋司备1号", filed_on=wrong, by=city(), now=NOW)
    actions.record_provincial(filing=filing, number="晋司备1号", filed_on=day, by=city(), now=NOW)
    actions.record_provincial(filing=filing, number="晋司备11号", filed_on=day, upload=upload(), by=city(), now=NOW)
    newest = filing.provincial.first()
    assert (newest.number, newest.paper is not None, filing.provincial.count()) == ("晋司备11号", True, 2)


def test_the_city_is_told_once_of_what_waits_too_long(settings):
    settings.FILING_REVIEW_DAYS = 3
    bureaus.import_calendar(year=2024, source="测试", days=known_days(2024), by=None, now=NOW)
    desk, filing = city(), make_sent()  # Monday 4 March: the third working day after it is Thursday
    assert standing.Clock().due(filing) == date(2024, 3, 7)
    assert actions.remind_of_late(now=NOW + timedelta(days=3)) == 0
    late = NOW + timedelta(days=4)
    assert [actions.remind_of_late(now=late), actions.remind_of_late(now=late)] == [1, 1]
    assert letters_of(desk).count("filing_waits") == 1
    actions.file_filing(filing=filing, filing_number="甲", marks=checked(filing.kind), by=city(), now=late)  # late, and done all the same
    assert standing.Clock().is_late(Filing.objects.get(), late)


def test_without_a_calendar_nothing_is_called_late():
    filing = make_sent()
    assert standing.Clock().due(filing) is None
    assert actions.remind_of_late(now=NOW + timedelta(days=400)) == 0


def test_difficulties_go_up_until_they_are_solved():
    county = make_county()
    by = staff(county, Role.COUNTY_HR)
    first = actions.note_difficulty(county=county, what="经费未列入预算。", solver="finance", by=by, now=NOW)
    actions.note_difficulty(county=county, what="编制台账未核对。", solver="city", by=by, now=NOW)
    actions.move_difficulty(difficulty=first, solver="finance", state="solved", note="已列入。", by=by, seen=1, now=NOW)
    assert make_sent("work_plan", county).difficulties == [
        {"what": "编制台账未核对。", "solver": "市司法局", "state": "待解决", "note": ""}
    ]
