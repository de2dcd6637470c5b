"""What was told of a day stays as it was told."""

from django.db import migrations

FIGURES = """
CREATE TRIGGER recruitment_dailyfigure_append_only BEFORE UPDATE OR DELETE ON recruitment_dailyfigure
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('每日报名人数');
"""


class Migration(migrations.Migration):
    replaces = [("recruitment", "0011_guards_of_figures")]
    dependencies = [("recruitment", "0005_guards_of_openings"), ("bureaus", "0002_guards")]

    operations = [migrations.RunSQL(FIGURES, "DROP TRIGGER recruitment_dailyfigure_append_only ON recruitment_dailyfigure")]
