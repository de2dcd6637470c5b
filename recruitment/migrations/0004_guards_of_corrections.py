"""A correction that was opened stays as it was opened; it is closed once."""

from django.db import migrations

CORRECTION = """
CREATE FUNCTION recruitment_correction_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
        OR (to_jsonb(NEW) - 'closed_at' - 'answered' - 'late') IS DISTINCT FROM (to_jsonb(OLD) - 'closed_at' - 'answered' - 'late')
    THEN
        RAISE EXCEPTION '补正记录不能修改。需要改变期限的，请另行开放更正。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_is_frozen BEFORE UPDATE OR DELETE ON recruitment_correction
    FOR EACH ROW EXECUTE FUNCTION recruitment_correction_frozen();
"""

CORRECTION_UNDONE = """
DROP TRIGGER correction_is_frozen ON recruitment_correction;
DROP FUNCTION recruitment_correction_frozen();
"""


class Migration(migrations.Migration):
    replaces = [("recruitment", "0006_guards_of_corrections")]
    dependencies = [("recruitment", "0003_guards_of_internal_selection")]

    operations = [migrations.RunSQL(CORRECTION, CORRECTION_UNDONE)]
