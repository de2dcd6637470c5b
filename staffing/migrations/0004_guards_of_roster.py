"""Triggers: records of service are voided and never changed; what was agreed on is frozen; an auxiliary serves in an office of the county."""

from django.db import migrations

RECORD_KEPT = """
CREATE FUNCTION staffing_record_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.voided_at IS NOT NULL OR (
        to_jsonb(NEW) - '{voided_by_id,voided_at,void_reason}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{voided_by_id,voided_at,void_reason}'::text[]
    ) THEN
        RAISE EXCEPTION '登记过的记录不能修改或删除。登错了的，请作废后重新登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_kept BEFORE UPDATE OR DELETE ON staffing_training FOR EACH ROW EXECUTE FUNCTION staffing_record_kept();
CREATE TRIGGER record_kept BEFORE UPDATE OR DELETE ON staffing_healthcheck FOR EACH ROW EXECUTE FUNCTION staffing_record_kept();
"""

RECORD_FREE = """
DROP TRIGGER record_kept ON staffing_training;
DROP TRIGGER record_kept ON staffing_healthcheck;
DROP FUNCTION staffing_record_kept();
"""

# An agreed scheme may still be brought to its end by the next one: only its last day changes, and only to an earlier one.
FROZEN = """
CREATE FUNCTION staffing_safeguard_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.agreed_at IS NOT NULL THEN
            RAISE EXCEPTION '经费和薪酬须先填报，再由另一方核定。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'safeguard_begins_open';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.agreed_at IS NOT NULL AND (
        TG_OP = 'DELETE'
        OR to_jsonb(NEW) - '{effective_to,version}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{effective_to,version}'::text[]
        OR coalesce((to_jsonb(NEW) ->> 'effective_to')::date, 'infinity') > coalesce((to_jsonb(OLD) ->> 'effective_to')::date, 'infinity')
    ) THEN
        RAISE EXCEPTION '已经核定，不能再改。如需调整，请另行填报新的一版。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'safeguard_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER safeguard_frozen BEFORE INSERT OR UPDATE OR DELETE ON staffing_budget
    FOR EACH ROW EXECUTE FUNCTION staffing_safeguard_frozen();
CREATE TRIGGER safeguard_frozen BEFORE INSERT OR UPDATE OR DELETE ON staffing_payscheme
    FOR EACH ROW EXECUTE FUNCTION staffing_safeguard_frozen();
"""

THAWED = """
DROP TRIGGER safeguard_frozen ON staffing_budget;
DROP TRIGGER safeguard_frozen ON staffing_payscheme;
DROP FUNCTION staffing_safeguard_frozen();
"""

AT_HOME = """
CREATE FUNCTION staffing_auxiliary_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.office_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM bureaus_judicialoffice WHERE id = NEW.office_id AND county_id = NEW.county_id
    ) THEN
        RAISE EXCEPTION '在册辅助人员只能登记在本县（区）的司法所。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'auxiliary_at_home';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER auxiliary_at_home BEFORE INSERT OR UPDATE ON staffing_auxiliary
    FOR EACH ROW EXECUTE FUNCTION staffing_auxiliary_at_home();
"""

ANYWHERE = "DROP TRIGGER auxiliary_at_home ON staffing_auxiliary; DROP FUNCTION staffing_auxiliary_at_home();"


class Migration(migrations.Migration):
    replaces = [("staffing", "0006_roster_guards")]
    dependencies = [("staffing", "0003_guards_of_editions")]

    operations = [
        migrations.RunSQL(RECORD_KEPT, RECORD_FREE),
        migrations.RunSQL(FROZEN, THAWED),
        migrations.RunSQL(AT_HOME, ANYWHERE),
    ]
