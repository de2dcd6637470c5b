"""Triggers: what is signed stays as it was signed; a renewal keeps person and place; a protection is voided and never changed."""

from django.db import migrations

# A signed contract may still come to its end, once, and be counted as left, once.
CONTRACT = """
CREATE FUNCTION staffing_contract_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (
        to_jsonb(NEW) - '{ended_on,ended_ground,departed_at,version}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{ended_on,ended_ground,departed_at,version}'::text[]
    ) OR (OLD.ended_on IS NOT NULL AND (OLD.ended_on, OLD.ended_ground) IS DISTINCT FROM (NEW.ended_on, NEW.ended_ground))
      OR (OLD.departed_at IS NOT NULL AND OLD.departed_at IS DISTINCT FROM NEW.departed_at)
    THEN
        RAISE EXCEPTION '已经签订的合同不能修改或删除，只能依法解除、终止或者续订。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_contract_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER contract_kept BEFORE UPDATE OR DELETE ON staffing_contract
    FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL) EXECUTE FUNCTION staffing_contract_kept();
"""

RENEWAL = """
CREATE FUNCTION staffing_renewal_in_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM staffing_contract earlier
        WHERE earlier.id = NEW.renews_id AND earlier.signed_on IS NOT NULL AND earlier.assistant_id = NEW.assistant_id
          AND earlier.county_id = NEW.county_id AND earlier.line_id = NEW.line_id AND earlier.track = NEW.track
          AND earlier.starts_on < NEW.starts_on
    ) THEN
        RAISE EXCEPTION '续订的合同须接在同一个人已签订的合同之后，沿用原来的名额。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_keeps_its_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER renewal_in_place BEFORE INSERT OR UPDATE ON staffing_contract
    FOR EACH ROW WHEN (NEW.renews_id IS NOT NULL) EXECUTE FUNCTION staffing_renewal_in_place();
"""

# What protects somebody is entered once. Its end may be put down later, once; a wrong row is voided.
PROTECTION = """
CREATE FUNCTION staffing_protection_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.voided_at IS NOT NULL
       OR (OLD.last_day IS NOT NULL AND OLD.last_day IS DISTINCT FROM NEW.last_day)
       OR (to_jsonb(NEW) - '{voided_by_id,voided_at,void_reason,last_day}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{voided_by_id,voided_at,void_reason,last_day}'::text[])
    THEN
        RAISE EXCEPTION '登记过的受保护状态不能修改或删除。登错了的，请作废后重新登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'protection_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protection_kept BEFORE UPDATE OR DELETE ON staffing_protection
    FOR EACH ROW EXECUTE FUNCTION staffing_protection_kept();
"""


def guard(sql: str, *, table: str, trigger: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql, f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    replaces = [("staffing", "0012_guards_of_contracts")]
    dependencies = [("staffing", "0005_guards_of_filings")]

    operations = [
        guard(CONTRACT, table="staffing_contract", trigger="contract_kept", function="staffing_contract_kept"),
        guard(RENEWAL, table="staffing_contract", trigger="renewal_in_place", function="staffing_renewal_in_place"),
        guard(PROTECTION, table="staffing_protection", trigger="protection_kept", function="staffing_protection_kept"),
    ]
