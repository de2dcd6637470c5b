"""What staff typed for somebody stays a draft until that person has confirmed it; so does what they mended after a return."""

from django.db import migrations

COUNTER = """
CREATE FUNCTION recruitment_counter_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'draft' AND EXISTS (
        SELECT 1 FROM recruitment_counterentry WHERE application_id = NEW.id AND confirmed_at IS NULL
    ) THEN
        RAISE EXCEPTION '代填的报名还没有经本人确认，不能提交。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_entry_is_confirmed_by_its_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER counter_entry_is_confirmed_by_its_person BEFORE UPDATE OF status ON recruitment_application
    FOR EACH ROW WHEN (OLD.status = 'draft' OR (OLD.status = 'returned' AND NEW.status = 'active'))
    EXECUTE FUNCTION recruitment_counter_confirmed();
"""

COUNTER_UNDONE = """
DROP TRIGGER counter_entry_is_confirmed_by_its_person ON recruitment_application;
DROP FUNCTION recruitment_counter_confirmed();
"""


class Migration(migrations.Migration):
    replaces = [("recruitment", "0013_guards_of_counter")]
    dependencies = [("recruitment", "0006_guards_of_figures")]

    operations = [migrations.RunSQL(COUNTER, COUNTER_UNDONE)]
