"""Trigger: a half day of leave in the attendance lies within the approved leave it rests on."""

from django.db import migrations

ATTENDANCE = """
CREATE OR REPLACE FUNCTION evaluation_attendance_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
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
          AND {within}
    ) THEN
        RAISE EXCEPTION '请假的考勤须与批准的请假一致。' USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_follows_leave';
    END IF;
    RETURN NEW;
END $$;
"""
HALVES = """evaluation_halves(first_day, from_noon, last_day, to_noon)
              @> evaluation_halves(NEW.day, NEW.part = 'afternoon', NEW.day, NEW.part = 'morning')"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0011_half_days")]

    operations = [
        migrations.RunSQL(ATTENDANCE.format(within=HALVES), ATTENDANCE.format(within="NEW.day BETWEEN first_day AND last_day")),
    ]
