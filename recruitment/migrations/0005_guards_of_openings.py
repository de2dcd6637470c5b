"""What was decided on a vacancy's opening is decided; only that its people were told is written later."""

from django.db import migrations

OPENING = """
CREATE FUNCTION recruitment_opening_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'switch_told_at') IS DISTINCT FROM (to_jsonb(OLD) - 'switch_told_at') THEN
        RAISE EXCEPTION '开考比例的决定作出后不能修改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_decision_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opening_decision_is_frozen BEFORE UPDATE OR DELETE ON recruitment_openingdecision
    FOR EACH ROW EXECUTE FUNCTION recruitment_opening_frozen();
"""

OPENING_UNDONE = """
DROP TRIGGER opening_decision_is_frozen ON recruitment_openingdecision;
DROP FUNCTION recruitment_opening_frozen();
"""


class Migration(migrations.Migration):
    replaces = [("recruitment", "0008_guards_of_openings")]
    dependencies = [("recruitment", "0004_guards_of_corrections")]

    operations = [migrations.RunSQL(OPENING, OPENING_UNDONE)]
