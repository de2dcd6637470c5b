"""A paper is frozen: its text from the moment it is asked for, its PDF from the moment it is made, whoever writes."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION documents_paper_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '公文不能删除。' USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_officialpaper_frozen';
    END IF;
    IF (to_jsonb(NEW) - ARRAY['rendered_at', 'pdf', 'sha256']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['rendered_at', 'pdf', 'sha256'])
        OR (OLD.rendered_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
    THEN
        RAISE EXCEPTION '公文定稿后不能修改，更正须另行制作。' USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_officialpaper_frozen';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER documents_officialpaper_frozen BEFORE UPDATE OR DELETE ON documents_officialpaper
    FOR EACH ROW EXECUTE FUNCTION documents_paper_frozen();
"""

THAWED = """
DROP TRIGGER documents_officialpaper_frozen ON documents_officialpaper;
DROP FUNCTION documents_paper_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunSQL(FROZEN, THAWED)]
