"""Triggers: a breach begins unheard and, once decided, stays; after that its notice is served, once."""

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


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_conduct")]

    operations = [
        migrations.RunSQL(INCIDENT, "DROP TRIGGER incident_kept ON evaluation_incident; DROP FUNCTION evaluation_incident_kept()"),
    ]
