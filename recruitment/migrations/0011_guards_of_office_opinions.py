"""Nobody marks a declared relative in the 考核 either, whoever writes."""

from django.db import migrations

HANDS = """
CREATE OR REPLACE FUNCTION recruitment_no_relative() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hands bigint[];
BEGIN
    IF TG_TABLE_NAME IN ({tables}) THEN
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
"""

OPINION = (
    HANDS.format(tables="'recruitment_entry', 'recruitment_opinion'")
    + """
CREATE TRIGGER relative_marks_nothing BEFORE INSERT OR UPDATE OF integrity, ability, diligence, results, probity, entered_by_id ON recruitment_opinion
    FOR EACH ROW EXECUTE FUNCTION recruitment_no_relative();
"""
)

OPINION_UNDONE = "DROP TRIGGER relative_marks_nothing ON recruitment_opinion;" + HANDS.format(tables="'recruitment_entry'")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0010_guards_of_submission")]

    operations = [migrations.RunSQL(OPINION, OPINION_UNDONE)]
