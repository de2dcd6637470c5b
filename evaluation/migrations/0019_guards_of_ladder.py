"""Trigger: a step of the ladder that passes another over says why."""

from django.db import migrations

LADDER = """
CREATE FUNCTION evaluation_incident_ladder() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := '{reminder,warning,downgrade}';
    reached int;
BEGIN
    SELECT coalesce(max(array_position(ladder, before.measure::text)), 0) INTO reached FROM evaluation_incident before
        WHERE before.assistant_id = NEW.assistant_id AND before.state = 'confirmed' AND before.day <= NEW.day;
    IF array_position(ladder, NEW.measure::text) > reached + 1 AND NEW.skip_reason = '' THEN
        RAISE EXCEPTION '没有审定过前一档处理的，须写明越过的理由。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'step_passed_over_says_why';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_passed_over_says_why BEFORE INSERT ON evaluation_incident
    FOR EACH ROW EXECUTE FUNCTION evaluation_incident_ladder();
"""
LADDER_FREE = "DROP TRIGGER step_passed_over_says_why ON evaluation_incident; DROP FUNCTION evaluation_incident_ladder();"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0018_ladder_passed_over")]

    operations = [migrations.RunSQL(LADDER, LADDER_FREE)]
