"""Nobody decides on a declared relative, and nobody loses a qualification by one hand, whoever writes."""

from django.db import migrations

# Personal decisions have somebody who entered them; what a rule or the clock decides for many at once has not.
RELATIVE = """
CREATE FUNCTION recruitment_no_relative() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hands bigint[];
BEGIN
    IF TG_TABLE_NAME = 'recruitment_entry' THEN
        hands := ARRAY[NEW.entered_by_id];
    ELSIF TG_TABLE_NAME = 'recruitment_stageresult' THEN
        hands := ARRAY[NEW.entered_by_id, NEW.decided_by_id];
    ELSE
        SELECT ARRAY[entered_by_id] INTO hands FROM recruitment_scoresheet WHERE id = NEW.sheet_id;
    END IF;
    IF EXISTS (SELECT 1 FROM recruitment_recusal WHERE application_id = NEW.application_id AND staff_id = ANY (hands)) THEN
        RAISE EXCEPTION '录入人或复核人与报名人存在回避关系，须由其他工作人员办理。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'relative_decides_nothing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relative_enters_nothing BEFORE INSERT OR UPDATE ON recruitment_entry
    FOR EACH ROW EXECUTE FUNCTION recruitment_no_relative();
CREATE TRIGGER relative_confirms_nothing BEFORE INSERT ON recruitment_stageresult
    FOR EACH ROW WHEN (NEW.entered_by_id IS NOT NULL) EXECUTE FUNCTION recruitment_no_relative();
CREATE TRIGGER relative_scores_nothing BEFORE INSERT OR UPDATE ON recruitment_score
    FOR EACH ROW EXECUTE FUNCTION recruitment_no_relative();
"""

RELATIVE_UNDONE = """
DROP TRIGGER relative_scores_nothing ON recruitment_score;
DROP TRIGGER relative_confirms_nothing ON recruitment_stageresult;
DROP TRIGGER relative_enters_nothing ON recruitment_entry;
DROP FUNCTION recruitment_no_relative();
"""

REVOKED = """
CREATE FUNCTION recruitment_revoked_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM recruitment_stageresult
        WHERE application_id = NEW.id AND stage = 'revocation' AND entered_by_id IS NOT NULL AND decided_by_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION '取消资格须由经办人拟定、负责人审定，并写明依据。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'revocation_takes_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revocation_takes_two BEFORE INSERT OR UPDATE ON recruitment_application
    FOR EACH ROW WHEN (NEW.status = 'revoked') EXECUTE FUNCTION recruitment_revoked_by_two();
"""

REVOKED_UNDONE = """
DROP TRIGGER revocation_takes_two ON recruitment_application;
DROP FUNCTION recruitment_revoked_by_two();
"""


class Migration(migrations.Migration):
    replaces = [("recruitment", "0014_guards_of_review")]
    dependencies = [("recruitment", "0007_guards_of_counter")]

    operations = [migrations.RunSQL(RELATIVE, RELATIVE_UNDONE), migrations.RunSQL(REVOKED, REVOKED_UNDONE)]
