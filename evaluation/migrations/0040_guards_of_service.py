"""Triggers: the notice of a breach is served after its decision and put down by a clerk of the county; a dismissal ends its own contract."""

from django.db import migrations

INCIDENT = """
CREATE FUNCTION evaluation_incident_served() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.served_on < (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION '违规处理通知书的送达日期不能早于审定之日。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_served_after_its_decision';
    END IF;
    IF NEW.served_by_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM bureaus_user clerk JOIN staffing_assistant who ON who.county_id = clerk.county_id
        WHERE clerk.id = NEW.served_by_id AND clerk.role = 'county_clerk' AND who.id = NEW.assistant_id
    ) THEN
        RAISE EXCEPTION '违规处理通知书的送达由本县（区）司法局经办人登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_served_by_a_clerk';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_served BEFORE UPDATE ON evaluation_incident
    FOR EACH ROW WHEN (OLD.served_on IS NULL AND NEW.served_on IS NOT NULL) EXECUTE FUNCTION evaluation_incident_served();
"""
INCIDENT_FREE = "DROP TRIGGER incident_served ON evaluation_incident; DROP FUNCTION evaluation_incident_served();"

DISMISSAL = """
CREATE FUNCTION evaluation_dismissal_ends_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM evaluation_departure departure
        WHERE departure.id = NEW.departure_id AND departure.state = 'confirmed' AND departure.renewal_id IS NULL
          AND (departure.contract_id, departure.ground, departure.last_day) = (NEW.contract_id, NEW.lawful, NEW.last_day)
    ) THEN
        RAISE EXCEPTION '解聘带来的离职须是同一份合同的，事由和最后工作日与解聘一致。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dismissal_ends_its_own_contract';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dismissal_of_its_own_contract BEFORE UPDATE ON evaluation_dismissal
    FOR EACH ROW WHEN (OLD.state = 'proposed' AND NEW.state = 'confirmed' AND NEW.departure_id IS NOT NULL)
    EXECUTE FUNCTION evaluation_dismissal_ends_its_own();
"""
DISMISSAL_FREE = """
DROP TRIGGER dismissal_of_its_own_contract ON evaluation_dismissal;
DROP FUNCTION evaluation_dismissal_ends_its_own();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0039_guards_of_endings")]

    operations = [migrations.RunSQL(INCIDENT, INCIDENT_FREE), migrations.RunSQL(DISMISSAL, DISMISSAL_FREE)]
