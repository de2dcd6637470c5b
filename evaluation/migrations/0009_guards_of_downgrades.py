"""Triggers: 考核降档 lowers the year's grade whoever writes it, and none comes after the grades are decided."""

from django.db import migrations

# Whoever confirms a breach and whoever decides the grades take turns on the row of the period.
CONFIRMED = """
CREATE FUNCTION evaluation_downgrade_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided timestamptz;
BEGIN
    SELECT period.confirmed_at INTO decided FROM evaluation_appraisalperiod period
        JOIN staffing_assistant person ON person.county_id = period.county_id
        WHERE person.id = NEW.assistant_id AND period.cycle = 'year' AND NEW.day BETWEEN period.first_day AND period.last_day
        FOR SHARE OF period;
    IF decided IS NOT NULL THEN
        RAISE EXCEPTION '这一年的考核等次已经审定，不能再以考核降档处理这一年的违规。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'downgrade_before_the_grades_are_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER downgrade_in_time BEFORE UPDATE ON evaluation_incident FOR EACH ROW
    WHEN (NEW.measure = 'downgrade' AND NEW.state = 'confirmed' AND OLD.state <> 'confirmed')
    EXECUTE FUNCTION evaluation_downgrade_in_time();
"""
CONFIRMED_FREE = "DROP TRIGGER downgrade_in_time ON evaluation_incident; DROP FUNCTION evaluation_downgrade_in_time();"

STEPS = """
CREATE FUNCTION evaluation_downgrades(person bigint, first_day date, last_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM evaluation_incident
    WHERE assistant_id = person AND measure = 'downgrade' AND state = 'confirmed' AND day BETWEEN first_day AND last_day
$$;
"""
STEPS_FREE = "DROP FUNCTION evaluation_downgrades(bigint, date, date);"

# Nothing lifts a grade above what 考核降档 leaves of 优秀: neither the grading nor 复核.
CEILING = """
CREATE FUNCTION evaluation_downgrade_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := '{excellent,competent,basic,incompetent}';
    year record;
BEGIN
    SELECT * INTO year FROM evaluation_appraisalperiod period WHERE period.id = NEW.period_id;
    IF year.cycle = 'year' AND array_position(ladder, NEW.grade::text) - 1
        < least(3, evaluation_downgrades(NEW.assistant_id, year.first_day, year.last_day)) THEN
        RAISE EXCEPTION '考核期内有审定的考核降档，等次不能这样高。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'downgrade_lowers_the_ceiling';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER downgrade_lowers_the_ceiling BEFORE UPDATE ON evaluation_appraisal FOR EACH ROW
    WHEN (NEW.grade <> '' AND NOT NEW.undetermined AND NEW.grade IS DISTINCT FROM OLD.grade)
    EXECUTE FUNCTION evaluation_downgrade_ceiling();
"""
CEILING_FREE = "DROP TRIGGER downgrade_lowers_the_ceiling ON evaluation_appraisal; DROP FUNCTION evaluation_downgrade_ceiling();"

DECIDED = """
CREATE FUNCTION evaluation_period_counts_downgrades() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ladder text[] := '{excellent,competent,basic,incompetent}';
BEGIN
    IF EXISTS (
        SELECT FROM evaluation_appraisal sheet JOIN evaluation_appraisalscheme scheme ON scheme.id = NEW.scheme_id,
            evaluation_downgrades(sheet.assistant_id, NEW.first_day, NEW.last_day) steps
        WHERE sheet.period_id = NEW.id AND NOT sheet.undetermined AND steps > 0
            AND array_position(ladder, sheet.grade::text) - 1 < least(3, steps + CASE
                WHEN sheet.total >= scheme.excellent_line THEN 0
                WHEN sheet.total >= scheme.competent_line THEN 1
                WHEN sheet.total >= scheme.basic_line THEN 2
                ELSE 3 END)
    ) THEN
        RAISE EXCEPTION '有人的考核降档没有计入等次，不能审定，请重新定等次。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_counts_its_downgrades';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER period_counts_its_downgrades BEFORE UPDATE ON evaluation_appraisalperiod FOR EACH ROW
    WHEN (NEW.cycle = 'year' AND NEW.confirmed_at IS NOT NULL AND OLD.confirmed_at IS NULL)
    EXECUTE FUNCTION evaluation_period_counts_downgrades();
"""
DECIDED_FREE = (
    "DROP TRIGGER period_counts_its_downgrades ON evaluation_appraisalperiod; DROP FUNCTION evaluation_period_counts_downgrades();"
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0008_guards_of_commendations")]

    operations = [
        migrations.RunSQL(CONFIRMED, CONFIRMED_FREE),
        migrations.RunSQL(STEPS, STEPS_FREE),
        migrations.RunSQL(CEILING, CEILING_FREE),
        migrations.RunSQL(DECIDED, DECIDED_FREE),
    ]
