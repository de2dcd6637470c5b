"""Triggers: a period is decided with the figures of all its sheets, and they stay as the grades do."""

from django.db import migrations

SHEET = """
CREATE FUNCTION evaluation_figures_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM evaluation_appraisalperiod WHERE id = OLD.period_id AND confirmed_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION '等次已经审定，考核表上的工作数据不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_figures_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appraisal_figures_kept BEFORE UPDATE ON evaluation_appraisal
    FOR EACH ROW WHEN (NEW.kept_figures IS DISTINCT FROM OLD.kept_figures) EXECUTE FUNCTION evaluation_figures_kept();
"""
SHEET_FREE = "DROP TRIGGER appraisal_figures_kept ON evaluation_appraisal; DROP FUNCTION evaluation_figures_kept();"

PERIOD = """
CREATE FUNCTION evaluation_period_keeps_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM evaluation_appraisal WHERE period_id = NEW.id AND kept_figures IS NULL) THEN
        RAISE EXCEPTION '审定等次须同时保存每张考核表的工作数据。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_keeps_figures';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER period_keeps_figures AFTER UPDATE ON evaluation_appraisalperiod FOR EACH ROW
    WHEN (OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL) EXECUTE FUNCTION evaluation_period_keeps_figures();
"""
PERIOD_FREE = "DROP TRIGGER period_keeps_figures ON evaluation_appraisalperiod; DROP FUNCTION evaluation_period_keeps_figures();"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0036_kept_figures")]

    operations = [migrations.RunSQL(SHEET, SHEET_FREE), migrations.RunSQL(PERIOD, PERIOD_FREE)]
