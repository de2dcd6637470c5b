"""Triggers: log and attendance add themselves to the month's tally, which nothing else writes; what is there already is added up once."""

from django.db import migrations

FILL = """
LOCK TABLE evaluation_logentry, evaluation_attendance IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO evaluation_tally (assistant_id, office_id, month, submitted, returned, present, leave, absent)
SELECT assistant_id, office_id, date_trunc('month', day)::date, sum(submitted), sum(returned), sum(present), sum(leave), sum(absent)
FROM (
    SELECT assistant_id, office_id, day, (state = 'submitted')::int AS submitted, (state = 'returned')::int AS returned,
           0 AS present, 0 AS leave, 0 AS absent
    FROM evaluation_logentry WHERE state <> 'draft'
    UNION ALL
    SELECT assistant_id, office_id, day, 0, 0, halves * (kind = 'present')::int, halves * (kind NOT IN ('present', 'absent'))::int,
           halves * (kind = 'absent')::int
    FROM (SELECT *, CASE part WHEN 'whole' THEN 2 ELSE 1 END AS halves FROM evaluation_attendance) spent
) counted GROUP BY 1, 2, 3;
"""
ADD = """
CREATE FUNCTION evaluation_add_to_tally(whose bigint, place bigint, day date, entries int[], halves int[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', day);
BEGIN
    UPDATE evaluation_tally SET submitted = submitted + entries[1], returned = returned + entries[2],
           present = present + halves[1], leave = leave + halves[2], absent = absent + halves[3]
    WHERE assistant_id = whose AND office_id = place AND month = first_day;
    IF NOT FOUND THEN  -- the first of the month; one of two that are the first at once waits here and adds to the other's
        INSERT INTO evaluation_tally AS tally (assistant_id, office_id, month, submitted, returned, present, leave, absent)
        VALUES (whose, place, first_day, entries[1], entries[2], halves[1], halves[2], halves[3])
        ON CONFLICT (assistant_id, office_id, month) DO UPDATE SET submitted = tally.submitted + EXCLUDED.submitted,
            returned = tally.returned + EXCLUDED.returned, present = tally.present + EXCLUDED.present,
            leave = tally.leave + EXCLUDED.leave, absent = tally.absent + EXCLUDED.absent;
    END IF;
END $$;

CREATE FUNCTION evaluation_entry_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state <> 'draft' THEN
        PERFORM evaluation_add_to_tally(OLD.assistant_id, OLD.office_id, OLD.day,
            ARRAY[-(OLD.state = 'submitted')::int, -(OLD.state = 'returned')::int], '{0,0,0}');
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state <> 'draft' THEN
        PERFORM evaluation_add_to_tally(NEW.assistant_id, NEW.office_id, NEW.day,
            ARRAY[(NEW.state = 'submitted')::int, (NEW.state = 'returned')::int], '{0,0,0}');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION evaluation_halves_spent(kind text, part text) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY[n * (kind = 'present')::int, n * (kind NOT IN ('present', 'absent'))::int, n * (kind = 'absent')::int]
    FROM (SELECT CASE part WHEN 'whole' THEN 2 ELSE 1 END) halves (n)
$$;

CREATE FUNCTION evaluation_attendance_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before int[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        before := evaluation_halves_spent(OLD.kind, OLD.part);
        PERFORM evaluation_add_to_tally(OLD.assistant_id, OLD.office_id, OLD.day, '{0,0}', ARRAY[-before[1], -before[2], -before[3]]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM evaluation_add_to_tally(NEW.assistant_id, NEW.office_id, NEW.day, '{0,0}', evaluation_halves_spent(NEW.kind, NEW.part));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_tallied AFTER INSERT OR UPDATE OR DELETE ON evaluation_logentry
    FOR EACH ROW EXECUTE FUNCTION evaluation_entry_tallied();
CREATE TRIGGER attendance_tallied AFTER INSERT OR UPDATE OR DELETE ON evaluation_attendance
    FOR EACH ROW EXECUTE FUNCTION evaluation_attendance_tallied();

CREATE FUNCTION evaluation_tally_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '月度累计由日志和考勤得出，不能另行登记、修改或删除。' USING ERRCODE = 'check_violation', CONSTRAINT = 'tally_kept';
END $$;
CREATE TRIGGER tally_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_tally
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION evaluation_tally_kept();
"""
BACK = """
DROP TRIGGER entry_tallied ON evaluation_logentry;
DROP TRIGGER attendance_tallied ON evaluation_attendance;
DROP TRIGGER tally_kept ON evaluation_tally;
DROP FUNCTION evaluation_entry_tallied, evaluation_attendance_tallied, evaluation_tally_kept, evaluation_add_to_tally, evaluation_halves_spent;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0028_tallies")]

    operations = [migrations.RunSQL(FILL, "DELETE FROM evaluation_tally"), migrations.RunSQL(ADD, BACK)]
