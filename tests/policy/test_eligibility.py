from datetime import date

import pytest

from policy.eligibility import INTERNAL, PREFERENCE, PUBLIC, for_track, preferred
from policy.people import BirthWindow, Candidate, Convention, Education, birth_window
from policy.rules import judge

WINDOW = BirthWindow(date(1988, 3, 21), date(2006, 3, 20))
AS_OF = date(2024, 3, 20)
BY_HAND = ["conduct", "skills", "discipline"]


def bar(key, fact=None):
    """A bar that looks at one fact: not applying, applying, unknown."""
    fact = fact or key
    return key, {fact: False}, {fact: True}, {}


DEGREE = {"education": Education.BACHELOR, "educated_by": AS_OF}
COMPLETED_BY = ("education", DEGREE | {"graduated_on": AS_OF}, DEGREE | {"graduated_on": date(2024, 3, 21)}, DEGREE)


PUBLIC_CASES = [
    ("citizenship", {"citizen": True}, {"citizen": False}, {}),
    ("age", {"window": WINDOW, "born_on": date(1988, 3, 21)}, {"window": WINDOW, "born_on": date(1988, 3, 20)}, {"window": WINDOW}),
    (
        "age",
        {"window": WINDOW, "born_on": date(2006, 3, 20)},
        {"window": WINDOW, "born_on": date(2006, 3, 21)},
        {"born_on": date(2000, 1, 1)},
    ),
    (
        "residence",
        {"registered_in_yangquan": True},
        {"registered_in_yangquan": False, "lives_in_yangquan": False},
        {"registered_in_yangquan": False},
    ),
    (
        "residence",
        {"registered_in_yangquan": False, "lives_in_yangquan": True},
        {"lives_in_yangquan": False, "registered_in_yangquan": False},
        {"lives_in_yangquan": False},
    ),
    ("education", {"education": Education.COLLEGE}, {"education": Education.COLLEGE_UNFINISHED}, {}),
    ("education", {"education": Education.DOCTOR}, {"education": Education.VOCATIONAL}, {}),
    COMPLETED_BY,
    bar("crime"),
    bar("detention_or_drugs"),
    bar("bad_credit"),
    bar("expelled_or_dismissed"),
    bar("dismissed_by_bureau"),
    bar("otherwise_unfit"),
]

INTERNAL_CASES = [
    ("serving", {"serves_county_bureau": True}, {"serves_county_bureau": False}, {}),
    ("education", {"education": Education.COLLEGE}, {"education": Education.SENIOR_SECONDARY}, {}),
    COMPLETED_BY,
    ("age", {"as_of": AS_OF, "born_on": date(1979, 3, 21)}, {"as_of": AS_OF, "born_on": date(1979, 3, 20)}, {"born_on": date(1979, 3, 20)}),
    ("age", {"as_of": AS_OF, "born_on": date(2010, 1, 1)}, {"as_of": AS_OF, "born_on": date(1960, 1, 1)}, {"as_of": AS_OF}),
    bar("trainee"),
    bar("retired_or_on_unpaid_leave"),
    bar("insurance_stuck"),
    ("party_file_stuck", {"party_member": False}, {"party_member": True, "party_file_stuck": True}, {"party_file_stuck": True}),
    ("party_file_stuck", {"party_file_stuck": False}, {"party_member": True, "party_file_stuck": True}, {"party_member": True}),
    ("party_file_stuck", {"party_member": False, "party_file_stuck": True}, {"party_member": True, "party_file_stuck": True}, {}),
    bar("crime"),
    bar("detention_or_drugs"),
    bar("bad_credit"),
    bar("sanctioned"),
    bar("otherwise_unfit"),
]


def finding(rules, key, answers=None, **facts):
    (found,) = (finding for finding in judge(rules, Candidate(**facts), answers).findings if finding.rule.key == key)
    return found


@pytest.mark.parametrize(
    ("rules", "key", "passing", "failing", "unsettled"),
    [(PUBLIC, *case) for case in PUBLIC_CASES] + [(INTERNAL, *case) for case in INTERNAL_CASES],
)
def test_each_line_has_a_passing_a_failing_and_an_open_candidate(rules, key, passing, failing, unsettled):
    assert finding(rules, key, **passing).state is True
    assert finding(rules, key, **failing).state is False
    assert finding(rules, key, **unsettled).state is None


@pytest.mark.parametrize("key", BY_HAND)
def test_each_line_by_hand_has_a_passing_a_failing_and_an_open_candidate(key):
    assert finding(PUBLIC, key, {key: True}).state is True
    assert finding(PUBLIC, key, {key: False}).state is False
    assert finding(PUBLIC, key).state is None


def test_no_line_is_left_without_such_candidates():
    assert {rule.key for rule in PUBLIC} == {case[0] for case in PUBLIC_CASES} | set(BY_HAND)
    assert {rule.key for rule in INTERNAL} == {case[0] for case in INTERNAL_CASES}
    assert [rule.key for rule in PUBLIC if rule.by_hand] == BY_HAND
    assert [rule.key for rule in INTERNAL if rule.by_hand] == []


def test_the_two_tracks_keep_their_own_bars():
    assert [rule.clause.ref for rule in PUBLIC] == [f"四(二)1({n})" for n in range(1, 8)] + [f"四(二)2({n})" for n in range(1, 7)]
    assert [rule.clause.ref for rule in INTERNAL] == ["四(一).对象"] * 2 + [f"四(一){n}" for n in range(1, 6)] + [
        f"四(一)6({n})" for n in range(1, 6)
    ]
    assert finding(PUBLIC, "expelled_or_dismissed", sanctioned=True).state is None


@pytest.mark.parametrize("rules", [PUBLIC, INTERNAL, PREFERENCE])
def test_each_line_is_told_apart_and_says_what_settles_it(rules):
    assert len({rule.key for rule in rules}) == len(rules)
    assert all(rule.title and rule.evidence for rule in rules)


def test_only_the_printed_window_decides_the_age():
    born_on = date(1988, 3, 20)
    same_day = birth_window(Convention.SAME_DAY, AS_OF)
    strict = birth_window(Convention.STRICT, AS_OF)
    assert finding(PUBLIC, "age", window=same_day, born_on=born_on).state is True
    assert finding(PUBLIC, "age", window=strict, born_on=born_on, as_of=date(2020, 1, 1)).state is False


def test_one_who_meets_every_line_is_eligible():
    facts = {name: value for _, passing, _, _ in PUBLIC_CASES for name, value in passing.items()}
    assert judge(PUBLIC, Candidate(**facts), dict.fromkeys(BY_HAND, True)).outcome is True
    facts = {name: value for _, passing, _, _ in INTERNAL_CASES for name, value in passing.items()}
    assert judge(INTERNAL, Candidate(**facts)).outcome is True


@pytest.mark.parametrize("merit", ["has_legal_qualification", "studied_law", "served_in_justice"])
def test_any_one_merit_is_enough_to_be_preferred(merit):
    merits = dict.fromkeys(["has_legal_qualification", "studied_law", "served_in_justice"], False)
    assert preferred(Candidate(**merits)) is False
    assert preferred(Candidate(**merits | {merit: True})) is True
    assert preferred(Candidate(**{merit: True})) is True
    assert preferred(Candidate(**merits | {merit: None})) is None


def test_a_merit_is_no_condition():
    assert {rule.clause.ref for rule in PREFERENCE} == {"四(二)1(8)"}
    assert not set(PREFERENCE) & set(PUBLIC)


def test_each_track_has_its_lines():
    assert for_track("public") is PUBLIC
    assert for_track("internal") is INTERNAL
