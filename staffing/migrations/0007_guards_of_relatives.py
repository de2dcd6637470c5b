"""Triggers: a declared relative is voided and never changed; nobody begins to serve where one works."""

from django.db import migrations

KEPT = """
CREATE TRIGGER record_kept BEFORE UPDATE OR DELETE ON staffing_relative FOR EACH ROW EXECUTE FUNCTION staffing_record_kept();
"""

# A posting that stood before the declaration goes on until somebody moves the person.
POSTING = """
CREATE FUNCTION staffing_posting_without_relative() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM staffing_relative
        WHERE assistant_id = NEW.assistant_id AND office_id = NEW.office_id AND voided_at IS NULL
    ) THEN
        RAISE EXCEPTION '本人申报有亲属在这个司法所任职，应当回避，不能安排到这个司法所。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_without_relative';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_relative BEFORE INSERT ON staffing_posting
    FOR EACH ROW EXECUTE FUNCTION staffing_posting_without_relative();
CREATE TRIGGER posting_relative_moved BEFORE UPDATE OF office_id, assistant_id ON staffing_posting
    FOR EACH ROW WHEN (OLD.office_id <> NEW.office_id OR OLD.assistant_id <> NEW.assistant_id)
    EXECUTE FUNCTION staffing_posting_without_relative();
"""

POSTING_FREE = """
DROP TRIGGER posting_relative ON staffing_posting;
DROP TRIGGER posting_relative_moved ON staffing_posting;
DROP FUNCTION staffing_posting_without_relative();
"""


class Migration(migrations.Migration):
    replaces = [("staffing", "0014_guards_of_relatives")]
    dependencies = [("staffing", "0006_guards_of_contracts")]

    operations = [
        migrations.RunSQL(KEPT, "DROP TRIGGER record_kept ON staffing_relative"),
        migrations.RunSQL(POSTING, POSTING_FREE),
    ]
