"""Triggers: a confirmed month stays as it is; log and attendance belong to days served, never to a day to come; a decided leave is kept."""

from django.db import migrations

# Writers of a month hold its lock shared, whoever confirms it holds it alone: so nothing slips in beside the confirmation.
MONTH = """
CREATE FUNCTION evaluation_month_key(which_day date) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT (extract(year FROM which_day) * 100 + extract(month FROM which_day))::int
$$;
CREATE FUNCTION evaluation_month_is_open(which_office bigint, which_day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(which_office::int, evaluation_month_key(which_day));
    IF EXISTS (
        SELECT 1 FROM evaluation_month
        WHERE office_id = which_office AND first_day = date_trunc('month', which_day)::date AND confirmed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION '%年%月已经由司法所确认，日志和考勤不能再改。确需更正的，请县（区）司法局重新开放。',
            extract(year FROM which_day)::int, extract(month FROM which_day)::int
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_confirmed';
    END IF;
END $$;
CREATE FUNCTION evaluation_day_served(who bigint, which_office bigint, which_day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM staffing_posting
        WHERE assistant_id = who AND office_id = which_office AND first_day <= which_day AND (last_day IS NULL OR last_day >= which_day)
    ) THEN
        RAISE EXCEPTION '这一天不在这个司法所任职，不能登记。' USING ERRCODE = 'check_violation', CONSTRAINT = 'day_served';
    END IF;
END $$;
CREATE FUNCTION evaluation_month_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '月度确认不能删除。' USING ERRCODE = 'check_violation', CONSTRAINT = 'month_kept';
    END IF;
    PERFORM pg_advisory_xact_lock(NEW.office_id::int, evaluation_month_key(NEW.first_day));
    IF TG_OP = 'UPDATE' AND (NEW.office_id <> OLD.office_id OR NEW.first_day <> OLD.first_day OR (
        OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
        AND (NEW.confirmed_at IS NOT NULL OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at)
    )) THEN
        RAISE EXCEPTION '已经确认的月份，只能由县（区）司法局写明理由后重新开放。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER month_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_month FOR EACH ROW EXECUTE FUNCTION evaluation_month_kept();
"""

MONTH_FREE = """
DROP TRIGGER month_kept ON evaluation_month;
DROP FUNCTION evaluation_month_kept();
DROP FUNCTION evaluation_day_served(bigint, bigint, date);
DROP FUNCTION evaluation_month_is_open(bigint, date);
DROP FUNCTION evaluation_month_key(date);
"""

ENTRY = """
CREATE FUNCTION evaluation_entry_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM evaluation_month_is_open(OLD.office_id, OLD.day);
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION '提交过的日志不能删除。' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_kept';
        END IF;
        RETURN OLD;
    END IF;
    PERFORM evaluation_month_is_open(NEW.office_id, NEW.day);
    PERFORM evaluation_day_served(NEW.assistant_id, NEW.office_id, NEW.day);
    IF NEW.day > (NEW.written_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION '还没有到这一天，不能填日志。' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_not_in_the_future';
    END IF;
    IF jsonb_typeof(NEW.measures) <> 'object' OR EXISTS (
        SELECT 1 FROM jsonb_each(NEW.measures) AS each
        WHERE jsonb_typeof(each.value) <> 'number' OR each.value::text !~ '^[0-9]{1,4}$'
    ) THEN
        RAISE EXCEPTION '日志的数量应为 0 到 9999 的整数。' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_measures_are_counts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_guarded BEFORE INSERT OR UPDATE OR DELETE ON evaluation_logentry
    FOR EACH ROW EXECUTE FUNCTION evaluation_entry_guarded();
"""

ENTRY_FREE = "DROP TRIGGER entry_guarded ON evaluation_logentry; DROP FUNCTION evaluation_entry_guarded();"

FILES = """
CREATE FUNCTION evaluation_entry_file_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which record;
BEGIN
    SELECT office_id, day INTO which FROM evaluation_logentry WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.entry_id ELSE NEW.entry_id END;
    IF FOUND THEN
        PERFORM evaluation_month_is_open(which.office_id, which.day);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER entry_file_guarded BEFORE INSERT OR UPDATE OR DELETE ON evaluation_entryfile
    FOR EACH ROW EXECUTE FUNCTION evaluation_entry_file_guarded();
"""

FILES_FREE = "DROP TRIGGER entry_file_guarded ON evaluation_entryfile; DROP FUNCTION evaluation_entry_file_guarded();"

ATTENDANCE = """
CREATE FUNCTION evaluation_attendance_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM evaluation_month_is_open(OLD.office_id, OLD.day);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM evaluation_month_is_open(NEW.office_id, NEW.day);
    PERFORM evaluation_day_served(NEW.assistant_id, NEW.office_id, NEW.day);
    IF NEW.leave_id IS NULL THEN
        IF NEW.day > (NEW.entered_at AT TIME ZONE 'Asia/Shanghai')::date THEN
            RAISE EXCEPTION '还没有到这一天，不能登记考勤。' USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_not_in_the_future';
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM evaluation_leave
        WHERE id = NEW.leave_id AND assistant_id = NEW.assistant_id AND state = 'approved' AND kind = NEW.kind
          AND NEW.day BETWEEN first_day AND last_day
    ) THEN
        RAISE EXCEPTION '请假的考勤须与批准的请假一致。' USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_follows_leave';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attendance_guarded BEFORE INSERT OR UPDATE OR DELETE ON evaluation_attendance
    FOR EACH ROW EXECUTE FUNCTION evaluation_attendance_guarded();
"""

ATTENDANCE_FREE = "DROP TRIGGER attendance_guarded ON evaluation_attendance; DROP FUNCTION evaluation_attendance_guarded();"

LEAVE = """
CREATE FUNCTION evaluation_leave_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER leave_kept BEFORE UPDATE OR DELETE ON evaluation_leave FOR EACH ROW EXECUTE FUNCTION evaluation_leave_kept();
CREATE FUNCTION evaluation_leave_begins_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'asked' THEN
        RAISE EXCEPTION '请假须先申请，再由别人批准。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_begins_asked';
    END IF;
    PERFORM evaluation_day_served(NEW.assistant_id, NEW.office_id, NEW.first_day);
    RETURN NEW;
END $$;
CREATE TRIGGER leave_begins_asked BEFORE INSERT ON evaluation_leave FOR EACH ROW EXECUTE FUNCTION evaluation_leave_begins_asked();
"""

LEAVE_FREE = """
DROP TRIGGER leave_begins_asked ON evaluation_leave;
DROP FUNCTION evaluation_leave_begins_asked();
DROP TRIGGER leave_kept ON evaluation_leave;
DROP FUNCTION evaluation_leave_kept();
"""


class Migration(migrations.Migration):
    replaces = [("evaluation", "0008_guards_of_log")]
    dependencies = [("evaluation", "0004_guards_of_transfers")]

    operations = [
        migrations.RunSQL(MONTH, MONTH_FREE),
        migrations.RunSQL(ENTRY, ENTRY_FREE),
        migrations.RunSQL(FILES, FILES_FREE),
        migrations.RunSQL(ATTENDANCE, ATTENDANCE_FREE),
        migrations.RunSQL(LEAVE, LEAVE_FREE),
    ]
