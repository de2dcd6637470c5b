"""Trigger: a dismissal as the end of the ladder that passes a step over says why, as every step does."""

from django.db import migrations

PASSED_OVER = """
CREATE FUNCTION evaluation_step_explained(person bigint, on_day date, step text, reason text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := '{reminder,warning,downgrade,dismissal}';
    reached int;
BEGIN
    SELECT coalesce(max(array_position(ladder, before.measure::text)), 0) INTO reached FROM evaluation_incident before
        WHERE before.assistant_id = person AND before.state = 'confirmed' AND before.day <= on_day;
    IF array_position(ladder, step) > reached + 1 AND reason = '' THEN
        RAISE EXCEPTION '没有审定过前一档处理的，须写明越过的理由。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'step_passed_over_says_why';
    END IF;
END $$;
"""
INCIDENT = """
CREATE OR REPLACE FUNCTION evaluation_incident_ladder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM evaluation_step_explained(NEW.assistant_id, NEW.day, NEW.measure::text, NEW.skip_reason);
    RETURN NEW;
END $$;
"""
INCIDENT_BEFORE = """
CREATE OR REPLACE FUNCTION evaluation_incident_ladder() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
DISMISSAL = """
CREATE FUNCTION evaluation_dismissal_ladder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM evaluation_step_explained(
        (SELECT contract.assistant_id FROM staffing_contract contract WHERE contract.id = NEW.contract_id),
        (NEW.entered_at AT TIME ZONE 'Asia/Shanghai')::date, 'dismissal', NEW.skip_reason);
    RETURN NEW;
END $$;
CREATE TRIGGER step_passed_over_says_why BEFORE INSERT ON evaluation_dismissal
    FOR EACH ROW WHEN (NEW.ground = 'repeated') EXECUTE FUNCTION evaluation_dismissal_ladder();
"""
DISMISSAL_FREE = "DROP TRIGGER step_passed_over_says_why ON evaluation_dismissal; DROP FUNCTION evaluation_dismissal_ladder();"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0025_dismissal_passed_over")]

    operations = [
        migrations.RunSQL(PASSED_OVER, "DROP FUNCTION evaluation_step_explained(bigint, date, text, text);"),
        migrations.RunSQL(INCIDENT, INCIDENT_BEFORE),
        migrations.RunSQL(DISMISSAL, DISMISSAL_FREE),
    ]
