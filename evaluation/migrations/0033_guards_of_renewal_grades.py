"""Trigger: nobody whose year or 聘期 was found 不合格 is proposed, or decided on, as one who has worked well."""

from django.db import migrations

# The sheets are held, so that a grade that becomes final at the same moment is seen, or comes after the decision.
GRADES = """
CREATE FUNCTION evaluation_renewal_bears_grades() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    SELECT assistant_id, starts_on, ends_on, coalesce(ended_on, ends_on) AS over INTO held FROM staffing_contract WHERE id = NEW.contract_id;
    PERFORM 1 FROM evaluation_appraisal sheet WHERE sheet.assistant_id = held.assistant_id ORDER BY sheet.id FOR SHARE;
    IF EXISTS (
        SELECT FROM evaluation_appraisal sheet JOIN evaluation_appraisalperiod period ON period.id = sheet.period_id
        WHERE sheet.assistant_id = held.assistant_id AND sheet.final_at IS NOT NULL AND sheet.grade = 'incompetent' AND (
            (period.cycle = 'year' AND period.last_day >= held.starts_on AND (held.over IS NULL OR period.first_day <= held.over))
            OR (period.cycle = 'term' AND (sheet.first_day, sheet.last_day) = (held.starts_on, held.ends_on)))
    ) THEN
        RAISE EXCEPTION '合同期内有年度考核或者聘期考核不合格，综合工作表现不能填良好。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_bears_its_grades';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_bears_its_grades BEFORE INSERT ON evaluation_renewal
    FOR EACH ROW WHEN (NEW.performance) EXECUTE FUNCTION evaluation_renewal_bears_grades();
CREATE TRIGGER renewal_bears_its_grades BEFORE UPDATE ON evaluation_renewal
    FOR EACH ROW WHEN (NEW.performance AND NEW.state = 'confirmed' AND OLD.state <> 'confirmed')
    EXECUTE FUNCTION evaluation_renewal_bears_grades();
"""
GRADES_FREE = """
DROP TRIGGER renewal_bears_its_grades ON evaluation_renewal;
DROP TRIGGER proposal_bears_its_grades ON evaluation_renewal;
DROP FUNCTION evaluation_renewal_bears_grades();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0032_days_follow_their_posting")]

    operations = [migrations.RunSQL(GRADES, GRADES_FREE)]
