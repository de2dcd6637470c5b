"""The two tracks: the document's order, lawful variations and nothing else."""

from itertools import permutations

import pytest

from policy.tracks import INTERNAL, NOTICES, PUBLIC, TRACKS, Records, UnlawfulStages, lawful_stages, next_stage

PUBLIC_KEYS = ("announcement", "registration", "review", "written_exam", "interview", "inspection", "medical", "publicity", "contract")
INTERNAL_KEYS = ("announcement", "registration", "review", "assessment", "exam", "publicity", "contract")


def titles(track, keys):
    return "→".join(stage.title for stage in lawful_stages(track, keys))


def without(keys, key):
    return tuple(each for each in keys if each != key)


def with_before(keys, added, before):
    return tuple(key for each in keys for key in ((added, each) if each == before else (each,)))


def test_public_recruitment_follows_the_documents_order():
    assert PUBLIC.keys == PUBLIC_KEYS
    assert titles(PUBLIC, PUBLIC_KEYS) == "公告→报名→资格审查→笔试→面试→考察→体检→公示→签订合同"


def test_internal_selection_holds_assessment_and_exam():
    assert INTERNAL.keys == INTERNAL_KEYS
    assert titles(INTERNAL, INTERNAL_KEYS) == "公告→报名→资格审查→考核→考试→公示→签订合同"


def test_inspection_and_medical_may_change_places():
    swapped = (*PUBLIC_KEYS[:5], "medical", "inspection", *PUBLIC_KEYS[7:])
    assert titles(PUBLIC, swapped) == "公告→报名→资格审查→笔试→面试→体检→考察→公示→签订合同"


def test_originals_may_be_checked_again_before_the_interview_and_only_there():
    assert "资格复审→面试" in titles(PUBLIC, with_before(PUBLIC_KEYS, "recheck", "interview"))
    with pytest.raises(UnlawfulStages, match="面试之前可以增加资格复审"):
        lawful_stages(PUBLIC, with_before(PUBLIC_KEYS, "recheck", "written_exam"))


def test_a_medical_may_be_added_to_internal_selection():
    assert "考试→体检→公示" in titles(INTERNAL, with_before(INTERNAL_KEYS, "medical", "publicity"))


@pytest.mark.parametrize(("track", "key"), [(track, key) for track in TRACKS.values() for key in track.keys])
def test_no_stage_of_the_document_may_be_left_out(track, key):
    with pytest.raises(UnlawfulStages, match=f"缺少“{track.stage(key).title}”环节"):
        lawful_stages(track, without(track.keys, key))


def test_a_missing_stage_is_named_with_its_clause():
    with pytest.raises(UnlawfulStages) as refused:
        lawful_stages(PUBLIC, without(PUBLIC_KEYS, "medical"))
    assert str(refused.value) == "面向社会公开招聘缺少“体检”环节（四(二)3），请补上。"


def test_of_all_orders_only_the_documents_and_the_swap_are_lawful():
    lawful = 0
    for middle in permutations(PUBLIC_KEYS[2:8]):
        try:
            lawful_stages(PUBLIC, (*PUBLIC_KEYS[:2], *middle, PUBLIC_KEYS[8]))
            lawful += 1
        except UnlawfulStages:
            pass
    assert lawful == 2


def test_a_stage_counts_once():
    with pytest.raises(UnlawfulStages, match="“面试”环节重复，请只保留一个。"):
        lawful_stages(PUBLIC, with_before(PUBLIC_KEYS, "interview", "medical"))


def test_a_stage_of_the_other_track_is_unknown():
    with pytest.raises(UnlawfulStages, match="面向社会公开招聘没有“assessment”这个环节。"):
        lawful_stages(PUBLIC, with_before(PUBLIC_KEYS, "assessment", "interview"))


def test_the_next_stage_follows_the_rounds_own_order():
    assert next_stage(PUBLIC_KEYS, "interview") == "inspection"
    assert next_stage((*PUBLIC_KEYS[:5], "medical", "inspection", *PUBLIC_KEYS[7:]), "interview") == "medical"
    assert next_stage(PUBLIC_KEYS, "contract") is None


def test_each_public_stage_owes_the_notice_that_opens_it_to_all():
    assert {stage.key: stage.notice for stage in PUBLIC.stages} == {
        "announcement": "announcement",
        "registration": None,
        "review": "exam_arrangement",
        "written_exam": "interview_list",
        "interview": "results",
        "inspection": None,
        "medical": None,
        "publicity": "proposed_hires",
        "contract": "hires",
    }


def test_internal_selection_is_as_open():
    assert [stage.notice for stage in INTERNAL.stages if stage.notice] == [
        "announcement",
        "exam_arrangement",
        "results",
        "proposed_hires",
        "hires",
    ]


def test_every_notice_owed_has_a_title_and_serves_openness():
    stages = [stage for track in TRACKS.values() for stage in track.every_stage.values()]
    owed = {kind for stage in stages for kind in (stage.notice, stage.may_owe) if kind}
    assert owed == set(NOTICES)
    assert {notice.clause.ref for notice in NOTICES.values()} == {"六(三)"}


def test_a_medical_outcome_is_never_a_public_notice():
    assert [track.stage("medical").notice for track in TRACKS.values()] == [None, None]


def test_only_handing_in_an_application_needs_no_second_person():
    for track in TRACKS.values():
        assert [stage.key for stage in track.every_stage.values() if not stage.two_people] == ["registration"]


def test_what_each_stage_leaves_in_the_record():
    assert [PUBLIC.stage(key).records for key in PUBLIC_KEYS] == [
        Records.NONE,
        Records.NONE,
        Records.REVIEW,
        Records.SCORE,
        Records.SCORE,
        Records.RESULT,
        Records.RESULT,
        Records.NOTICE,
        Records.CONTRACT,
    ]


@pytest.mark.parametrize("track", TRACKS.values(), ids=TRACKS)
def test_every_stage_quotes_the_document(track):
    for stage in track.every_stage.values():
        assert stage.clause.quote == stage.quote
        assert stage.records.title
