"""Trigger: nobody who has left is proposed, shown or commended."""

from django.db import migrations

# The contract is held, so that a departure decided at the same moment waits, and what it wrote is seen.
SERVES = """
CREATE FUNCTION evaluation_commended_serves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    on_day date := CASE NEW.state WHEN 'posted' THEN NEW.posted_on
        WHEN 'confirmed' THEN (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date
        ELSE (NEW.entered_at AT TIME ZONE 'Asia/Shanghai')::date END;
BEGIN
    PERFORM 1 FROM staffing_contract held WHERE held.assistant_id = NEW.assistant_id FOR SHARE;
    IF NOT EXISTS (
        SELECT 1 FROM staffing_contract held WHERE held.assistant_id = NEW.assistant_id AND held.signed_on IS NOT NULL
          AND (held.ended_on IS NULL OR held.ended_on > on_day)
          AND NOT EXISTS (SELECT 1 FROM staffing_contract later WHERE later.renews_id = held.id AND later.signed_on IS NOT NULL)
    ) THEN
        RAISE EXCEPTION '已经离岗的人员不再公示、表彰；已经提出的，请退回。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commended_person_serves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commended_person_serves BEFORE INSERT ON evaluation_commendation
    FOR EACH ROW EXECUTE FUNCTION evaluation_commended_serves();
CREATE TRIGGER commended_person_still_serves BEFORE UPDATE ON evaluation_commendation FOR EACH ROW
    WHEN (NEW.state IN ('posted', 'confirmed') AND OLD.state <> NEW.state) EXECUTE FUNCTION evaluation_commended_serves();
"""
SERVES_FREE = """
DROP TRIGGER commended_person_still_serves ON evaluation_commendation;
DROP TRIGGER commended_person_serves ON evaluation_commendation;
DROP FUNCTION evaluation_commended_serves();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0016_guards_of_leave_entered_for")]

    operations = [migrations.RunSQL(SERVES, SERVES_FREE)]
