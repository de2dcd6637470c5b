"""Triggers: what is decided of breaches and dismissals stays, a notice is served once, and 多次 rests on breaches, 教育 and a breach after it."""

from django.db import migrations

INCIDENT = """
CREATE FUNCTION evaluation_incident_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing text[] := '{defence,statement,state,decided_by_id,decided_at,return_reason,version}';
    serving text[] := '{served_on,served_how,served_by_id,version}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'returned' OR OLD.served_on IS NOT NULL
       OR (OLD.state = 'proposed' AND to_jsonb(NEW) - hearing IS DISTINCT FROM to_jsonb(OLD) - hearing)
       OR (OLD.state = 'confirmed' AND to_jsonb(NEW) - serving IS DISTINCT FROM to_jsonb(OLD) - serving)
    THEN
        RAISE EXCEPTION '违规登记以后不能修改或删除，只能听取陈述申辩、审定或者退回；审定以后只能登记一次送达。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_kept BEFORE UPDATE OR DELETE ON evaluation_incident FOR EACH ROW EXECUTE FUNCTION evaluation_incident_kept();
"""

DISMISSAL = """
CREATE FUNCTION evaluation_dismissal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{state,decided_by_id,decided_at,return_reason,departure_id,version}';
    person bigint;
    taught date;
    fewest int;
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR to_jsonb(NEW) - deciding IS DISTINCT FROM to_jsonb(OLD) - deciding THEN
        RAISE EXCEPTION '解聘提出以后不能修改或删除，只能审定或者退回后重新提出。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dismissal_kept';
    END IF;
    IF NEW.state = 'confirmed' AND NEW.ground = 'repeated' THEN
        SELECT assistant_id, coalesce(rules.fewest_breaches, 3) INTO person, fewest
            FROM staffing_contract contract LEFT JOIN evaluation_dailyrules rules ON rules.county_id = contract.county_id
            WHERE contract.id = NEW.contract_id;
        SELECT min(served_on) INTO taught FROM evaluation_incident WHERE assistant_id = person AND state = 'confirmed';
        IF taught IS NULL
           OR (SELECT count(*) FROM evaluation_incident WHERE assistant_id = person AND state = 'confirmed') < fewest
           OR NOT EXISTS (SELECT FROM evaluation_incident WHERE assistant_id = person AND state = 'confirmed' AND day > taught)
        THEN
            RAISE EXCEPTION '多次违规的次数、送达过的教育、教育以后的违规三项缺一项，不能以此解聘。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'repeated_dismissal_rests_on_the_record';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dismissal_kept BEFORE UPDATE OR DELETE ON evaluation_dismissal
    FOR EACH ROW EXECUTE FUNCTION evaluation_dismissal_kept();
"""


class Migration(migrations.Migration):
    replaces = [("evaluation", "0010_guards_of_conduct")]
    dependencies = [("evaluation", "0005_guards_of_log")]

    operations = [
        migrations.RunSQL(INCIDENT, "DROP TRIGGER incident_kept ON evaluation_incident; DROP FUNCTION evaluation_incident_kept()"),
        migrations.RunSQL(DISMISSAL, "DROP TRIGGER dismissal_kept ON evaluation_dismissal; DROP FUNCTION evaluation_dismissal_kept()"),
    ]
