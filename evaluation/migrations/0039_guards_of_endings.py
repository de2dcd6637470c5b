"""Triggers: the law is asked of a departure's ground at the write; what was decided stays; the notice is served once, by a clerk."""

from django.db import migrations

# Protection is sealed and says to the database only that it is there: each kind of it is one of article 42. Whoever enters one holds the
# person's row by its key, so that it cannot slip in beside the question.
LAWFUL = """
CREATE FUNCTION evaluation_departure_is_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    probation date;
BEGIN
    SELECT assistant_id, probation_ends_on INTO person, probation FROM staffing_contract WHERE id = NEW.contract_id;
    IF NEW.ground IN ('probation_failed', 'resigned_on_probation') AND (probation IS NULL OR NEW.last_day > probation) THEN
        RAISE EXCEPTION '试用期已经结束或者没有约定，不能以试用期的事由解除合同。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'departure_keeps_within_probation';
    END IF;
    IF NEW.ground IN ('illness', 'incompetent', 'changed') THEN
        PERFORM FROM staffing_assistant WHERE id = person FOR UPDATE;
        IF EXISTS (
            SELECT FROM staffing_protection held WHERE held.assistant_id = person AND held.voided_at IS NULL
              AND held.first_day <= NEW.last_day AND (held.last_day IS NULL OR held.last_day >= coalesce(NEW.notified_on, NEW.last_day))
        ) THEN
            RAISE EXCEPTION '这个人受法律保护，不能以此解除合同（《劳动合同法》第四十二条）。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'departure_spares_the_protected';
        END IF;
    END IF;
    IF GREATEST(NEW.union_told_on, NEW.judged_on, NEW.medical_period_ended_on + 1, NEW.negotiated_on)
       > (NEW.entered_at AT TIME ZONE 'Asia/Shanghai')::date
    THEN
        RAISE EXCEPTION '通知工会、裁判生效、医疗期满、协商变更的日期都应在登记以前。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ending_rests_on_what_has_happened';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER departure_enters_lawfully BEFORE INSERT ON evaluation_departure
    FOR EACH ROW EXECUTE FUNCTION evaluation_departure_is_lawful();
CREATE TRIGGER departure_is_decided_lawfully BEFORE UPDATE ON evaluation_departure
    FOR EACH ROW WHEN (OLD.state = 'proposed' AND NEW.state = 'confirmed') EXECUTE FUNCTION evaluation_departure_is_lawful();
"""
LAWFUL_FREE = """
DROP TRIGGER departure_is_decided_lawfully ON evaluation_departure;
DROP TRIGGER departure_enters_lawfully ON evaluation_departure;
DROP FUNCTION evaluation_departure_is_lawful();
"""

# `local_average` is a column of the next step; a name that no column has yet leaves nothing out.
KEPT = """
CREATE OR REPLACE FUNCTION evaluation_departure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    serving text[] := '{served_on,served_how,served_by_id,version}';
    later text[] := '{state,decided_by_id,decided_at,return_reason,version,last_day,notified_on,average_pay,local_average,severance_months,severance,
                      carried_out_at,transferred_on,transferred_by_id,served_on,served_how,served_by_id}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'returned'
       OR to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later
       OR (OLD.state = 'confirmed'
           AND (OLD.state, OLD.decided_by_id, OLD.decided_at) IS DISTINCT FROM (NEW.state, NEW.decided_by_id, NEW.decided_at))
       OR (OLD.last_day IS DISTINCT FROM NEW.last_day AND (OLD.renewal_id IS NULL OR OLD.carried_out_at IS NOT NULL))
       OR (OLD.notified_on IS DISTINCT FROM NEW.notified_on
           AND NOT (OLD.notified_on IS NULL AND OLD.renewal_id IS NULL AND OLD.state = 'proposed' AND NEW.state = 'confirmed'
                    AND NEW.notified_on = (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date))
       OR (OLD.carried_out_at IS NOT NULL AND OLD.carried_out_at IS DISTINCT FROM NEW.carried_out_at)
       OR (OLD.transferred_on IS NOT NULL AND to_jsonb(NEW) - serving IS DISTINCT FROM to_jsonb(OLD) - serving)
       OR (OLD.served_on IS NOT NULL
           AND (OLD.served_on, OLD.served_how, OLD.served_by_id) IS DISTINCT FROM (NEW.served_on, NEW.served_how, NEW.served_by_id))
    THEN
        RAISE EXCEPTION '离职登记以后不能修改或删除，只能审定或者退回后重新登记；审定以后只能登记一次送达。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'departure_kept';
    END IF;
    IF NEW.served_on IS NOT NULL AND OLD.served_on IS NULL THEN
        IF NEW.served_on < (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date THEN
            RAISE EXCEPTION '解除劳动合同通知书的送达日期不能早于审定之日。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ending_served_after_its_decision';
        END IF;
        IF NEW.served_by_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM bureaus_user clerk JOIN staffing_contract contract ON contract.county_id = clerk.county_id
            WHERE clerk.id = NEW.served_by_id AND clerk.role = 'county_clerk' AND contract.id = NEW.contract_id
        ) THEN
            RAISE EXCEPTION '解除劳动合同通知书的送达由本县（区）司法局经办人登记。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ending_served_by_a_clerk';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
KEPT_BEFORE = """
CREATE OR REPLACE FUNCTION evaluation_departure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0038_endings")]

    operations = [migrations.RunSQL(LAWFUL, LAWFUL_FREE), migrations.RunSQL(KEPT, KEPT_BEFORE)]
