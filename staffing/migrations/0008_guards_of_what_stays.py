"""Triggers: a plan stays its county's and year's, a programme stays as it was set, an assistant serves in an office of the county."""

from django.db import migrations

PLAN = """
CREATE FUNCTION staffing_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '方案的县（区）、年度和版次不能改。'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stays_what_it_is';
END $$;
CREATE TRIGGER plan_what_it_is BEFORE UPDATE ON staffing_quotaplan FOR EACH ROW
    WHEN ((OLD.county_id, OLD.year, OLD.edition, OLD.replaces_id) IS DISTINCT FROM (NEW.county_id, NEW.year, NEW.edition, NEW.replaces_id))
    EXECUTE FUNCTION staffing_plan_stays();
"""

PLAN_FREE = "DROP TRIGGER plan_what_it_is ON staffing_quotaplan; DROP FUNCTION staffing_plan_stays();"

SET = """
CREATE TRIGGER programme_append_only BEFORE UPDATE OR DELETE ON staffing_programme
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('试点计划');
CREATE TRIGGER phase_append_only BEFORE UPDATE OR DELETE ON staffing_phase
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('试点计划的阶段');
CREATE TRIGGER obligation_append_only BEFORE UPDATE OR DELETE ON staffing_obligation
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('试点计划的任务');
"""

SET_FREE = """
DROP TRIGGER programme_append_only ON staffing_programme;
DROP TRIGGER phase_append_only ON staffing_phase;
DROP TRIGGER obligation_append_only ON staffing_obligation;
"""

AT_HOME = """
CREATE FUNCTION staffing_posting_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM bureaus_judicialoffice office JOIN staffing_assistant assistant ON assistant.county_id = office.county_id
        WHERE office.id = NEW.office_id AND assistant.id = NEW.assistant_id
    ) THEN
        RAISE EXCEPTION '司法协理员只能安排在本县（区）的司法所。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_at_home';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_at_home BEFORE INSERT OR UPDATE OF office_id, assistant_id ON staffing_posting
    FOR EACH ROW EXECUTE FUNCTION staffing_posting_at_home();
"""

ANYWHERE = "DROP TRIGGER posting_at_home ON staffing_posting; DROP FUNCTION staffing_posting_at_home();"


class Migration(migrations.Migration):
    dependencies = [("staffing", "0007_guards_of_relatives")]

    operations = [
        migrations.RunSQL(PLAN, PLAN_FREE),
        migrations.RunSQL(SET, SET_FREE),
        migrations.RunSQL(AT_HOME, ANYWHERE),
    ]
