"""Words that people read about acts are complete."""

import ast

from bureaus.admin import JOBS
from bureaus.outbox import _jobs
from bureaus.verbs import VERBS
from tests.architecture.sources import modules


def recorded_verbs() -> set[str]:
    """Every literal that is passed as `verb=`."""
    return {
        keyword.value.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant)
    }


def test_every_recorded_act_has_a_name_for_readers():
    assert recorded_verbs() - set(VERBS) == set(), "name the act in bureaus/verbs.py"


def test_no_two_acts_share_a_name():
    assert len(set(VERBS.values())) == len(VERBS)


def test_every_job_has_a_name_for_the_operator():
    assert set(_jobs) - set(JOBS) == set(), "name the job in bureaus/admin.py"
