"""Trigger: severance is reckoned from both averages, at most three times the place's for twelve years (劳动合同法47)."""

from django.db import migrations

# Asked only where the reckoning changes: what was reckoned before there was a figure for the place stays as it was.
CAP = """
CREATE FUNCTION evaluation_severance_capped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.severance_months > 0 AND NEW.average_pay IS NOT NULL AND NEW.local_average IS NULL THEN
        RAISE EXCEPTION '计算经济补偿须填写本地区上年度职工月平均工资（《劳动合同法》第四十七条）。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'severance_knows_the_local_average';
    END IF;
    IF NEW.local_average IS NOT NULL AND (
        (NEW.average_pay > 3 * NEW.local_average AND NEW.severance_months > 12)
        OR NEW.severance <> round(NEW.severance_months * least(NEW.average_pay, 3 * NEW.local_average), 2)
    ) THEN
        RAISE EXCEPTION '平均工资高于本地区上年度职工月平均工资三倍的，经济补偿按三倍计算，年限最高十二年（《劳动合同法》第四十七条）。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'severance_keeps_the_cap';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER severance_capped_at_first BEFORE INSERT ON evaluation_departure
    FOR EACH ROW EXECUTE FUNCTION evaluation_severance_capped();
CREATE TRIGGER severance_capped BEFORE UPDATE ON evaluation_departure FOR EACH ROW WHEN (
    (OLD.average_pay, OLD.local_average, OLD.severance_months, OLD.severance)
    IS DISTINCT FROM (NEW.average_pay, NEW.local_average, NEW.severance_months, NEW.severance)
) EXECUTE FUNCTION evaluation_severance_capped();
"""
CAP_FREE = """
DROP TRIGGER severance_capped ON evaluation_departure;
DROP TRIGGER severance_capped_at_first ON evaluation_departure;
DROP FUNCTION evaluation_severance_capped();
"""
KEPT = """
CREATE OR REPLACE FUNCTION evaluation_departure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    serving text[] := '{served_on,served_how,served_by_id,version}';
    later text[] := '{state,decided_by_id,decided_at,return_reason,version,last_day,notified_on,average_pay,<column>severance_months,severance,
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
AFTER, BEFORE = KEPT.replace("<column>", "local_average,"), KEPT.replace("<column>", "")


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0042_local_average")]

    operations = [migrations.RunSQL(CAP, CAP_FREE), migrations.RunSQL(AFTER, BEFORE)]
