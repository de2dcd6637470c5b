"""Trigger: leave that stands goes along to the office where the person serves on its first day; what was left behind goes there now."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION evaluation_leave_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{state,endorsed_by_id,endorsed_at,decided_by_id,decided_at,note,version,withdrawn_by_id,withdrawn_at,withdrawn_because}';
    ending text[] := '{last_day,to_noon,half_days,version}';<column>
BEGIN
<moved>    IF TG_OP = 'UPDATE' AND OLD.state = 'approved' AND NEW.state = 'approved'
       AND to_jsonb(NEW) - ending IS NOT DISTINCT FROM to_jsonb(OLD) - ending AND EXISTS (
        SELECT 1 FROM evaluation_earlyreturn early
        WHERE early.leave_id = NEW.id AND early.state = 'confirmed' AND early.until = OLD.last_day AND early.until_noon = OLD.to_noon
          AND early.half_days_back = OLD.half_days - NEW.half_days
          AND upper(evaluation_halves(NEW.first_day, NEW.from_noon, NEW.last_day, NEW.to_noon))
              = lower(evaluation_halves(early.back_on, early.at_noon, early.back_on, false))
    ) THEN
        IF EXISTS (
            SELECT 1 FROM evaluation_attendance spent WHERE spent.leave_id = NEW.id
              AND NOT evaluation_halves(NEW.first_day, NEW.from_noon, NEW.last_day, NEW.to_noon)
                  @> evaluation_halves(spent.day, spent.part = 'afternoon', spent.day, spent.part = 'morning')
        ) THEN
            RAISE EXCEPTION '考勤里还有返岗以后的请假，不能销假。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_kept';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - deciding IS DISTINCT FROM to_jsonb(OLD) - deciding
      OR OLD.state IN ('refused', 'withdrawn', 'cancelled')
      OR (OLD.state = 'approved' AND NEW.state NOT IN ('approved', 'cancelled')) THEN
        RAISE EXCEPTION '申请过的请假不能改写或删除。要改的，撤回后重新申请。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_kept';
    END IF;
    IF NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM evaluation_attendance WHERE leave_id = NEW.id) THEN
        RAISE EXCEPTION '考勤里还有这份请假，不能销假。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_kept';
    END IF;
    IF NEW.state = 'withdrawn' AND NOT EXISTS (
        SELECT 1 FROM staffing_assistant who WHERE who.id = NEW.assistant_id AND who.person_id = NEW.withdrawn_by_id
    ) AND (NEW.withdrawn_by_id IS NULL OR NEW.entered_because = '' OR NEW.withdrawn_because = '') THEN
        RAISE EXCEPTION '请假由本人撤回；司法所代填的，司法所写明理由也可以撤回。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_taken_back_says_why';
    END IF;
    RETURN NEW;
END $$;
"""
COLUMN = "\n    moving text[] := '{office_id,version}';"
MOVED = """    IF TG_OP = 'UPDATE' AND OLD.office_id <> NEW.office_id AND OLD.state IN ('asked', 'endorsed', 'approved')
       AND to_jsonb(NEW) - moving IS NOT DISTINCT FROM to_jsonb(OLD) - moving
    THEN
        PERFORM evaluation_day_served(NEW.assistant_id, NEW.office_id, NEW.first_day);
        RETURN NEW;
    END IF;
"""
AFTER = KEPT.replace("<column>", COLUMN).replace("<moved>", MOVED)
BEFORE = KEPT.replace("<column>", "").replace("<moved>", "")

MEND = """
UPDATE evaluation_leave row SET office_id = held.office_id, version = row.version + 1 FROM staffing_posting held
WHERE held.assistant_id = row.assistant_id AND held.office_id <> row.office_id AND row.state IN ('asked', 'endorsed', 'approved')
  AND row.first_day >= held.first_day AND (held.last_day IS NULL OR row.first_day <= held.last_day)
  AND NOT EXISTS (
    SELECT FROM staffing_posting own WHERE own.assistant_id = row.assistant_id AND own.office_id = row.office_id
      AND row.first_day >= own.first_day AND (own.last_day IS NULL OR row.first_day <= own.last_day));
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0040_guards_of_service")]

    operations = [migrations.RunSQL(AFTER, BEFORE), migrations.RunSQL(MEND, migrations.RunSQL.noop)]
