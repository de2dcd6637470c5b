"""Triggers: a commendation is shown before it is given and then kept; no more than the county's quota of a year, whoever writes."""

from django.db import migrations

KEPT = """
CREATE FUNCTION evaluation_commendation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{state,decided_by_id,decided_at,return_reason,version}';
    posting text[] := '{posted_by_id,posted_on,posted_first,posted_last}';
    most int;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '表彰不能删除，只能退回。' USING ERRCODE = 'check_violation', CONSTRAINT = 'commendation_kept';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.state <> 'proposed' THEN
        RAISE EXCEPTION '表彰须先由经办人提出。' USING ERRCODE = 'check_violation', CONSTRAINT = 'commendation_begins_proposed';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        OLD.state IN ('confirmed', 'returned')
        OR (OLD.state = 'proposed' AND (NEW.state = 'confirmed'
            OR to_jsonb(NEW) - deciding - posting IS DISTINCT FROM to_jsonb(OLD) - deciding - posting))
        OR (OLD.state = 'posted' AND (NEW.state = 'proposed' OR to_jsonb(NEW) - deciding IS DISTINCT FROM to_jsonb(OLD) - deciding))
    ) THEN
        RAISE EXCEPTION '表彰提出以后不能修改，只能依次公示、审定，或者退回；审定、退回以后不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commendation_kept';
    END IF;
    IF NEW.state = 'confirmed' AND (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date <= NEW.posted_last THEN
        RAISE EXCEPTION '公示期满以后才能审定表彰。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commendation_waits_for_its_publicity';
    END IF;
    IF NEW.amount IS NOT NULL AND NEW.state IN ('proposed', 'posted') THEN
        SELECT rules.commendation_amount INTO most FROM staffing_assistant person
            JOIN evaluation_dailyrules rules ON rules.county_id = person.county_id WHERE person.id = NEW.assistant_id;
        IF NEW.amount > coalesce(most, 0) THEN
            RAISE EXCEPTION '奖金超过本县（区）规定的上限（% 元），没有保存。', coalesce(most, 0)
                USING ERRCODE = 'check_violation', CONSTRAINT = 'commendation_amount_by_the_county';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commendation_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_commendation
    FOR EACH ROW EXECUTE FUNCTION evaluation_commendation_kept();
"""
KEPT_FREE = "DROP TRIGGER commendation_kept ON evaluation_commendation; DROP FUNCTION evaluation_commendation_kept();"

# Everybody who takes a place takes turns on the row of the county; what is read after the wait holds what the others committed.
QUOTA = """
CREATE FUNCTION evaluation_commendation_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
    quota int;
    given bigint;
BEGIN
    SELECT person.county_id INTO home FROM staffing_assistant person WHERE person.id = NEW.assistant_id;
    PERFORM 1 FROM bureaus_county WHERE id = home FOR NO KEY UPDATE;
    SELECT coalesce((SELECT rules.commendations FROM evaluation_dailyrules rules WHERE rules.county_id = home), 3) INTO quota;
    SELECT count(*) INTO given FROM evaluation_commendation row JOIN staffing_assistant person ON person.id = row.assistant_id
        WHERE person.county_id = home AND row.year = NEW.year AND row.state IN ('posted', 'confirmed');
    IF given > quota THEN
        RAISE EXCEPTION '% 年的表彰名额是 % 人次，已经用完，没有保存。', NEW.year, quota
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commendations_within_quota';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER commendations_within_quota AFTER UPDATE ON evaluation_commendation
    FOR EACH ROW WHEN (NEW.state = 'posted' AND OLD.state <> 'posted') EXECUTE FUNCTION evaluation_commendation_quota();
"""
QUOTA_FREE = "DROP TRIGGER commendations_within_quota ON evaluation_commendation; DROP FUNCTION evaluation_commendation_quota();"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0007_commendations")]

    operations = [migrations.RunSQL(KEPT, KEPT_FREE), migrations.RunSQL(QUOTA, QUOTA_FREE)]
