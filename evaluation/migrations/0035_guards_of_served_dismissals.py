"""Trigger: what is decided of a dismissal stays; its notice is served once, not before the decision, and put down by a clerk of the county."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION evaluation_dismissal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{state,decided_by_id,decided_at,return_reason,departure_id,version}';
    serving text[] := '{served_on,served_how,served_by_id,version}';
    person bigint;
    taught date;
    fewest int;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'confirmed' AND OLD.served_on IS NULL
       AND to_jsonb(NEW) - serving IS NOT DISTINCT FROM to_jsonb(OLD) - serving
    THEN
        IF NEW.served_on < (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date THEN
            RAISE EXCEPTION '解聘通知书的送达日期不能早于审定之日。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dismissal_served_after_its_decision';
        END IF;
        IF NEW.served_by_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM bureaus_user clerk JOIN staffing_contract contract ON contract.county_id = clerk.county_id
            WHERE clerk.id = NEW.served_by_id AND clerk.role = 'county_clerk' AND contract.id = NEW.contract_id
        ) THEN
            RAISE EXCEPTION '解聘通知书的送达由本县（区）司法局经办人登记。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dismissal_served_by_a_clerk';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR to_jsonb(NEW) - deciding IS DISTINCT FROM to_jsonb(OLD) - deciding THEN
        RAISE EXCEPTION '解聘提出以后不能修改或删除，只能审定或者退回后重新提出；审定以后只能登记一次送达。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dismissal_kept';
    END IF;
{record}"""
RECORD = """    IF NEW.state = 'confirmed' AND NEW.ground = 'repeated' THEN
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
"""
BEFORE = """
CREATE OR REPLACE FUNCTION evaluation_dismissal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
{record}"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0034_served_dismissals")]

    operations = [migrations.RunSQL(KEPT.replace("{record}", RECORD), BEFORE.replace("{record}", RECORD))]
