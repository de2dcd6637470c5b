"""The audit trail and letters are append-only, whoever writes."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只能追加，不能修改或删除。', TG_ARGV[0]
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;
"""

AUDIT = """
CREATE TRIGGER bureaus_auditevent_append_only BEFORE UPDATE OR DELETE ON bureaus_auditevent
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('操作记录');
"""

# The lock first, the head after it: within a function each statement sees what was committed while the lock was waited for.
HEAD = """
CREATE FUNCTION bureaus_audit_head(lock bigint) RETURNS TABLE (number bigint, digest varchar) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(lock);
    RETURN QUERY SELECT event.number, event.digest FROM bureaus_auditevent event ORDER BY event.number DESC LIMIT 1;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("bureaus", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION portal_append_only()"),
        migrations.RunSQL(HEAD, "DROP FUNCTION bureaus_audit_head(bigint)"),
        migrations.RunSQL(AUDIT, "DROP TRIGGER bureaus_auditevent_append_only ON bureaus_auditevent"),
    ]
