"""Triggers: what was decided about a contract stays; a departure goes on only along its way."""

from django.db import migrations

RENEWAL = """
CREATE FUNCTION evaluation_renewal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR (
        to_jsonb(NEW) - '{state,decided_by_id,decided_at,return_reason,version}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{state,decided_by_id,decided_at,return_reason,version}'::text[]
    ) THEN
        RAISE EXCEPTION '续聘意见提出以后不能修改或删除，只能审定或者退回后重新提出。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER renewal_kept BEFORE UPDATE OR DELETE ON evaluation_renewal FOR EACH ROW EXECUTE FUNCTION evaluation_renewal_kept();
"""

# What follows a decision may still be put down: the day, where the law carries a contract on; severance; that it was carried out;
# the transfer. Each of the last two once.
DEPARTURE = """
CREATE FUNCTION evaluation_departure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,decided_by_id,decided_at,return_reason,version,last_day,average_pay,severance_months,severance,
                      carried_out_at,transferred_on,transferred_by_id}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'returned'
       OR to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later
       OR (OLD.state = 'confirmed'
           AND (OLD.state, OLD.decided_by_id, OLD.decided_at) IS DISTINCT FROM (NEW.state, NEW.decided_by_id, NEW.decided_at))
       OR (OLD.last_day IS DISTINCT FROM NEW.last_day AND (OLD.renewal_id IS NULL OR OLD.carried_out_at IS NOT NULL))
       OR (OLD.carried_out_at IS NOT NULL AND OLD.carried_out_at IS DISTINCT FROM NEW.carried_out_at)
       OR (OLD.transferred_on IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD))
    THEN
        RAISE EXCEPTION '离职登记以后不能修改或删除，只能审定或者退回后重新登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'departure_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER departure_kept BEFORE UPDATE OR DELETE ON evaluation_departure FOR EACH ROW EXECUTE FUNCTION evaluation_departure_kept();
"""


def guard(sql: str, *, table: str, trigger: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql, f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]

    operations = [
        guard(RENEWAL, table="evaluation_renewal", trigger="renewal_kept", function="evaluation_renewal_kept"),
        guard(DEPARTURE, table="evaluation_departure", trigger="departure_kept", function="evaluation_departure_kept"),
    ]
