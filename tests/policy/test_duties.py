import pytest

from policy.duties import DUTIES, entry_problems


def test_the_duties_are_the_twelve_of_the_document_in_order():
    assert [(duty.number, duty.clause.ref) for duty in DUTIES] == [(number, f"三.{number}") for number in range(1, 13)]


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.title)
def test_each_duty_can_be_logged_at_an_office(duty):
    assert entry_problems(number=duty.number, office="冠山司法所", officer="王某") == []
    assert entry_problems(number=duty.number, office="", officer="王某") == [
        "司法协理员岗位在司法所：这一天还没有派到司法所，请先由县（区）司法局调配。"
    ]


@pytest.mark.parametrize("number", range(1, 13))
def test_work_that_belongs_to_civil_servants_names_the_one_in_charge(number):
    problems = entry_problems(number=number, office="冠山司法所")
    assert bool(problems) is (number in (4, 7, 8))
    assert all("请写明承办人" in problem for problem in problems)


@pytest.mark.parametrize("number", [0, 13])
def test_there_is_no_thirteenth_duty(number):
    assert entry_problems(number=number, office="冠山司法所") == ["请从十二项岗位职责中选一项。"]


def test_the_first_eleven_assist():
    assert [duty.number for duty in DUTIES if not duty.clause.quote.startswith("协助司法所")] == [12]
