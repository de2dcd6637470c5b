"""What was left with an office of days that another office answers for goes there, as transfers now carry it; confirmed months stay."""

from django.db import migrations

MEND = """
UPDATE {table} row SET office_id = held.office_id FROM staffing_posting held
WHERE held.assistant_id = row.assistant_id AND held.office_id <> row.office_id
  AND row.day >= held.first_day AND (held.last_day IS NULL OR row.day <= held.last_day)
  AND NOT EXISTS (
    SELECT FROM staffing_posting own WHERE own.assistant_id = row.assistant_id AND own.office_id = row.office_id
      AND row.day >= own.first_day AND (own.last_day IS NULL OR row.day <= own.last_day))
  AND NOT EXISTS (
    SELECT FROM evaluation_month month WHERE month.office_id IN (row.office_id, held.office_id)
      AND month.first_day = date_trunc('month', row.day)::date AND month.confirmed_at IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0031_days_of_notice")]

    operations = [
        migrations.RunSQL(MEND.format(table=table), migrations.RunSQL.noop) for table in ("evaluation_attendance", "evaluation_logentry")
    ]
