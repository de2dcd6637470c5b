"""Triggers: a leave ends earlier only by a confirmed return and with its attendance; what was reported and decided of returns is kept."""

from django.db import migrations

LEAVE = """
CREATE OR REPLACE FUNCTION evaluation_leave_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{state,endorsed_by_id,endorsed_at,decided_by_id,decided_at,note,version}';
    ending text[] := '{last_day,to_noon,half_days,version}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'approved' AND NEW.state = 'approved'
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
    RETURN NEW;
END $$;
"""
LEAVE_BEFORE = """
CREATE OR REPLACE FUNCTION evaluation_leave_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - '{state,endorsed_by_id,endorsed_at,decided_by_id,decided_at,note,version}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{state,endorsed_by_id,endorsed_at,decided_by_id,decided_at,note,version}'::text[]
    ) OR OLD.state IN ('refused', 'withdrawn', 'cancelled')
      OR (OLD.state = 'approved' AND NEW.state NOT IN ('approved', 'cancelled')) THEN
        RAISE EXCEPTION '申请过的请假不能改写或删除。要改的，撤回后重新申请。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_kept';
    END IF;
    IF NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM evaluation_attendance WHERE leave_id = NEW.id) THEN
        RAISE EXCEPTION '考勤里还有这份请假，不能销假。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_kept';
    END IF;
    RETURN NEW;
END $$;
"""

RETURN = """
CREATE FUNCTION evaluation_return_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{state,decided_by_id,decided_at,reason,until,until_noon,half_days_back,version}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'reported' OR to_jsonb(NEW) - deciding IS DISTINCT FROM to_jsonb(OLD) - deciding THEN
        RAISE EXCEPTION '登记过的销假不能改写或删除，只能由另一人确认或者不同意。' USING ERRCODE = 'check_violation', CONSTRAINT = 'return_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER return_kept BEFORE UPDATE OR DELETE ON evaluation_earlyreturn FOR EACH ROW EXECUTE FUNCTION evaluation_return_kept();
CREATE FUNCTION evaluation_return_of_a_running_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'reported' OR NEW.back_on > (NEW.reported_at AT TIME ZONE 'Asia/Shanghai')::date OR NOT EXISTS (
        SELECT 1 FROM evaluation_leave leave WHERE leave.id = NEW.leave_id AND leave.state = 'approved'
          AND evaluation_halves(leave.first_day, leave.from_noon AND leave.first_day <> NEW.back_on, leave.last_day, leave.to_noon)
              @> lower(evaluation_halves(NEW.back_on, NEW.at_noon, NEW.back_on, false))
    ) THEN
        RAISE EXCEPTION '销假须先登记，返岗的日子在批准的请假之内，不晚于登记当天。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'return_of_a_running_leave';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER return_of_a_running_leave BEFORE INSERT ON evaluation_earlyreturn
    FOR EACH ROW EXECUTE FUNCTION evaluation_return_of_a_running_leave();
"""
RETURN_FREE = """
DROP TRIGGER return_of_a_running_leave ON evaluation_earlyreturn;
DROP FUNCTION evaluation_return_of_a_running_leave();
DROP TRIGGER return_kept ON evaluation_earlyreturn;
DROP FUNCTION evaluation_return_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0013_early_returns")]

    operations = [migrations.RunSQL(LEAVE, LEAVE_BEFORE), migrations.RunSQL(RETURN, RETURN_FREE)]
