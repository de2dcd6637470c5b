import pytest

from policy.powers import GRANTS, Power, Role, may

EVERYTHING = {
    Role.CITY: """
        ESTABLISHMENT_VIEW PLAN_FILE PLAN_VIEW FILING_FILE FILING_VIEW PROGRAMME_SET LEDGER_VIEW INTAKE_OPEN ROUND_VIEW ROSTER_VIEW
        AUXILIARY_VIEW SAFEGUARD_VIEW GUIDANCE_PUBLISH AUDIT_VIEW APPRAISAL_VIEW OBJECTION_VIEW
    """,
    Role.COUNTY_CLERK: """
        ESTABLISHMENT_EDIT ESTABLISHMENT_VIEW PLAN_EDIT PLAN_VIEW FILING_EDIT FILING_VIEW DIFFICULTY_KEEP LEDGER_VIEW
        ROUND_EDIT ROUND_PUBLISH ROUND_VIEW SCREEN REVIEW REVIEW_CONFIRM CORRECTION_OPEN COUNTER_ENTRY REVOKE
        EXAM_ARRANGE SCORE_ENTER SCORE_CONFIRM
        RESULT_ENTER RESULT_CONFIRM NOTICE_PREPARE OBJECTION_HANDLE CONTRACT_PREPARE ROSTER_VIEW APPRAISAL_PREPARE TRANSFER
        DISCIPLINE_PREPARE RENEWAL_PREPARE PERSONAL_DATA_REVEAL ROSTER_EDIT HEALTH_VIEW AUXILIARY_VIEW AUXILIARY_EDIT SAFEGUARD_VIEW
        SAFEGUARD_EDIT APPRAISAL_VIEW DAILY_VIEW OBJECTION_VIEW
    """,
    Role.COUNTY_HEAD: """
        ESTABLISHMENT_VIEW PLAN_SUBMIT PLAN_VIEW FILING_SUBMIT FILING_VIEW DIFFICULTY_KEEP LEDGER_VIEW
        ROUND_SIGN_HEAD ROUND_PUBLISH ROUND_VIEW REVIEW_CONFIRM OPENING_CONFIRM REVOKE_CONFIRM SCORE_CONFIRM RESULT_CONFIRM
        NOTICE_SIGN_HEAD OBJECTION_HANDLE CONTRACT_SIGN ROSTER_VIEW APPRAISAL_CONFIRM TRANSFER DISCIPLINE_CONFIRM RENEWAL_CONFIRM
        PERSONAL_DATA_REVEAL AUDIT_VIEW HEALTH_VIEW AUXILIARY_VIEW SAFEGUARD_VIEW BUDGET_CONFIRM APPRAISAL_VIEW
        DAILY_VIEW LEAVE_APPROVE MONTH_REOPEN OBJECTION_VIEW
    """,
    Role.COUNTY_HR: """
        ESTABLISHMENT_VIEW PLAN_COUNTERSIGN PLAN_VIEW FILING_COUNTERSIGN FILING_VIEW DIFFICULTY_KEEP LEDGER_VIEW
        ROUND_SIGN_HR ROUND_VIEW SCREEN REVIEW_CONFIRM SCORE_RELEASE NOTICE_SIGN_HR ROSTER_VIEW
        AUXILIARY_VIEW SAFEGUARD_VIEW PAY_AGREE
    """,
    Role.OFFICE: "ROSTER_VIEW DAILY_RECORD DAILY_VIEW ASSESS",
    Role.DISCIPLINE: """
        ESTABLISHMENT_VIEW PLAN_VIEW FILING_VIEW LEDGER_VIEW ROUND_VIEW ROSTER_VIEW AUXILIARY_VIEW SAFEGUARD_VIEW AUDIT_VIEW
        APPRAISAL_VIEW DAILY_VIEW OBJECTION_VIEW
    """,
    Role.APPLICANT: "APPLY",
    Role.ASSISTANT: "APPLY DUTY_LOG APPRAISAL_SELF",
    Role.OPERATOR: "COUNTIES_MANAGE",
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("power", list(Power))
def test_each_cell_of_the_table(role, power):
    assert may(role, power) is (power.name in EVERYTHING[role].split())


@pytest.mark.parametrize("power", list(Power))
def test_every_power_is_held_by_someone_and_has_a_name(power):
    assert any(may(role, power) for role in Role)
    assert power.title


def test_every_grant_says_by_what_words_and_no_grant_stands_twice():
    assert all(bool(grant.clause) is not bool(grant.why) and grant.words for grant in GRANTS)
    assert len(set(GRANTS)) == len(GRANTS)


def test_discipline_only_reads():
    assert all(power.reads_only for power in Power if may(Role.DISCIPLINE, power))


def test_the_city_changes_nothing_of_a_county():
    assert {power for power in Power if may(Role.CITY, power) and not power.reads_only} == {
        Power.PLAN_FILE,
        Power.FILING_FILE,
        Power.PROGRAMME_SET,
        Power.INTAKE_OPEN,
        Power.GUIDANCE_PUBLISH,
    }


@pytest.mark.parametrize(
    ("entering", "confirming"),
    [
        (Power.PLAN_EDIT, Power.PLAN_COUNTERSIGN),
        (Power.PLAN_EDIT, Power.PLAN_SUBMIT),
        (Power.PLAN_SUBMIT, Power.PLAN_FILE),
        (Power.FILING_EDIT, Power.FILING_COUNTERSIGN),
        (Power.FILING_EDIT, Power.FILING_SUBMIT),
        (Power.FILING_SUBMIT, Power.FILING_FILE),
        (Power.ROUND_EDIT, Power.ROUND_SIGN_HEAD),
        (Power.ROUND_EDIT, Power.ROUND_SIGN_HR),
        (Power.SCORE_ENTER, Power.SCORE_RELEASE),
        (Power.NOTICE_PREPARE, Power.NOTICE_SIGN_HEAD),
        (Power.NOTICE_PREPARE, Power.NOTICE_SIGN_HR),
        (Power.CONTRACT_PREPARE, Power.CONTRACT_SIGN),
        (Power.SAFEGUARD_EDIT, Power.PAY_AGREE),
        (Power.SAFEGUARD_EDIT, Power.BUDGET_CONFIRM),
        (Power.APPRAISAL_PREPARE, Power.APPRAISAL_CONFIRM),
        (Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM),
        (Power.RENEWAL_PREPARE, Power.RENEWAL_CONFIRM),
    ],
)
def test_no_role_both_enters_and_signs(entering, confirming):
    assert not any(may(role, entering) and may(role, confirming) for role in Role)


def test_a_role_may_be_given_by_its_stored_value():
    assert may("county_hr", Power.SCORE_RELEASE)
    assert not may("nobody", Power.SCORE_RELEASE)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_name(role):
    assert role.title != role.value
