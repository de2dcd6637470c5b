"""Also what is mended at the counter after a return is submitted only on its person's word."""

from django.db import migrations

MENDED = """
DROP TRIGGER counter_entry_is_confirmed_by_its_person ON recruitment_application;
CREATE TRIGGER counter_entry_is_confirmed_by_its_person BEFORE UPDATE OF status ON recruitment_application
    FOR EACH ROW WHEN (OLD.status = 'draft' OR (OLD.status = 'returned' AND NEW.status = 'active'))
    EXECUTE FUNCTION recruitment_counter_confirmed();
"""

MENDED_UNDONE = """
DROP TRIGGER counter_entry_is_confirmed_by_its_person ON recruitment_application;
CREATE TRIGGER counter_entry_is_confirmed_by_its_person BEFORE UPDATE OF status ON recruitment_application
    FOR EACH ROW WHEN (OLD.status = 'draft') EXECUTE FUNCTION recruitment_counter_confirmed();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0019_counter_again")]

    operations = [migrations.RunSQL(MENDED, MENDED_UNDONE)]
