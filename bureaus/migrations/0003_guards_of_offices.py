"""What happened to an office is append-only, whoever writes."""

from django.db import migrations

CHANGES = """
CREATE TRIGGER bureaus_officechange_append_only BEFORE UPDATE OR DELETE ON bureaus_officechange
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('司法所变动');
"""


class Migration(migrations.Migration):
    replaces = [("bureaus", "0004_guards_of_offices")]
    dependencies = [("bureaus", "0002_guards")]

    operations = [migrations.RunSQL(CHANGES, "DROP TRIGGER bureaus_officechange_append_only ON bureaus_officechange")]
