"""A transfer under way may be left open, and nothing else: 大专 never."""

from datetime import date, timedelta

import pytest

from policy.conditions import LONGEST_TRANSFER, clause, condition_problem, conditional, words
from policy.eligibility import INTERNAL, PUBLIC

TODAY = date(2024, 3, 26)
ONLY_TRANSFERS = "只有社保关系、党组织关系的转移可以附条件通过，学历等其他条件必须符合。"


def problem(key, *, confirmed_by="盂县社保中心", due_on=TODAY + timedelta(days=30)):
    return condition_problem(key, confirmed_by=confirmed_by, due_on=due_on, today=TODAY)


@pytest.mark.parametrize("rule", [*INTERNAL, *PUBLIC], ids=lambda rule: rule.clause.ref)
def test_of_every_condition_only_the_two_transfers_may_be_left_open(rule):
    expected = "" if rule.clause.ref in ("四(一)4", "四(一)5") else ONLY_TRANSFERS
    assert problem(rule.key) == expected


def test_each_names_its_clause():
    assert {key: clause(key).ref for key in conditional()} == {"insurance_stuck": "四(一)4", "party_file_stuck": "四(一)5"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"confirmed_by": " "}, "请写明由哪个单位书面确认可以转移。"),
        ({"due_on": TODAY}, "办结期限须晚于今天。"),
        ({"due_on": TODAY + LONGEST_TRANSFER}, ""),
        ({"due_on": TODAY + LONGEST_TRANSFER + timedelta(days=1)}, "办结期限最长 92 天，请改短。"),
    ],
)
def test_a_condition_is_confirmed_and_bounded(changed, sentence):
    assert problem("insurance_stuck", **changed) == sentence


def test_its_words_stand_on_the_contract():
    assert words("party_file_stuck", date(2024, 6, 30)) == "党组织关系转移（四(一)5），应在 2024年6月30日 前办结"
