"""Trigger: leave is asked by the person, or entered for a reason by somebody else and passed on at once."""

from django.db import migrations

BEGINS = """
CREATE OR REPLACE FUNCTION evaluation_leave_begins_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own boolean := EXISTS (SELECT 1 FROM staffing_assistant who WHERE who.id = NEW.assistant_id AND who.person_id = NEW.asked_by_id);
BEGIN
    IF NEW.state <> (CASE WHEN NEW.entered_because = '' THEN 'asked' ELSE 'endorsed' END) OR NEW.endorsed_by_id IS NOT NULL THEN
        RAISE EXCEPTION '请假须先申请，再由别人批准。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_begins_asked';
    END IF;
    IF own = (NEW.entered_because <> '') THEN
        RAISE EXCEPTION '请假由本人申请；由别人代填的，须写明原因。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_entered_for_says_why';
    END IF;
    PERFORM evaluation_day_served(NEW.assistant_id, NEW.office_id, NEW.first_day);
    RETURN NEW;
END $$;
"""
BEGINS_BEFORE = """
CREATE OR REPLACE FUNCTION evaluation_leave_begins_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'asked' THEN
        RAISE EXCEPTION '请假须先申请，再由别人批准。' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_begins_asked';
    END IF;
    PERFORM evaluation_day_served(NEW.assistant_id, NEW.office_id, NEW.first_day);
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0015_leave_entered_for")]

    operations = [migrations.RunSQL(BEGINS, BEGINS_BEFORE)]
