"""Trigger: a confirmed return has shortened its leave, or cancelled it, by the end of its transaction."""

from django.db import migrations

# Deferred: the leave may be shortened only once its return is confirmed, so neither is right before both are.
SHORTENS = """
CREATE FUNCTION evaluation_return_shortens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM evaluation_leave leave WHERE leave.id = NEW.leave_id AND CASE leave.state
            WHEN 'approved' THEN upper(evaluation_halves(leave.first_day, leave.from_noon, leave.last_day, leave.to_noon))
                <= lower(evaluation_halves(NEW.back_on, NEW.at_noon, NEW.back_on, false))
            WHEN 'cancelled' THEN EXISTS (
                SELECT 1 FROM evaluation_earlyreturn early WHERE early.leave_id = leave.id AND early.state = 'confirmed'
                  AND early.until = leave.last_day AND early.until_noon = leave.to_noon AND early.half_days_back = leave.half_days)
            ELSE false END
    ) THEN
        RAISE EXCEPTION '确认销假须同时把请假改到返岗以前，请刷新页面后重新确认。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_return_shortens_its_leave';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER confirmed_return_shortens_its_leave AFTER UPDATE ON evaluation_earlyreturn DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'confirmed' AND OLD.state <> 'confirmed') EXECUTE FUNCTION evaluation_return_shortens();
"""
SHORTENS_FREE = """
DROP TRIGGER confirmed_return_shortens_its_leave ON evaluation_earlyreturn;
DROP FUNCTION evaluation_return_shortens();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0021_guards_of_publicity_objections")]

    operations = [migrations.RunSQL(SHORTENS, SHORTENS_FREE)]
