"""Triggers: a transfer stays within its county and, once decided, as it was decided."""

from django.db import migrations

TRANSFER = """
CREATE FUNCTION evaluation_transfer_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,decided_by_id,decided_at,return_reason,answer,version}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (SELECT count(*) FROM staffing_assistant person
            JOIN bureaus_judicialoffice office ON office.county_id = person.county_id
            WHERE person.id = NEW.assistant_id AND office.id IN (NEW.from_office_id, NEW.to_office_id)
           ) <> (CASE WHEN NEW.from_office_id = NEW.to_office_id THEN 1 ELSE 2 END)
        THEN
            RAISE EXCEPTION '跨县（区）不是调配：须在原县（区）解除合同，再由新县（区）依照招聘程序另订合同。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_within_the_county';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later THEN
        RAISE EXCEPTION '调配登记以后不能修改或删除，只能审定或者退回后重新登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_transfer
    FOR EACH ROW EXECUTE FUNCTION evaluation_transfer_kept();
"""


class Migration(migrations.Migration):
    replaces = [("evaluation", "0006_guards_of_transfers")]
    dependencies = [("evaluation", "0003_guards_of_appraisals")]

    operations = [
        migrations.RunSQL(TRANSFER, "DROP TRIGGER transfer_kept ON evaluation_transfer; DROP FUNCTION evaluation_transfer_kept()"),
    ]
