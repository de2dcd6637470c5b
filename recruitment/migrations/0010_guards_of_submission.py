"""Trigger: nothing is submitted from the closing instant on, and nobody comes to a vacancy that was cancelled."""

from django.db import migrations

SUBMISSION = """
CREATE FUNCTION recruitment_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'draft' AND (TG_OP = 'INSERT' OR OLD.status = 'draft') AND NEW.submitted_at >= (
        SELECT registration_closes_at FROM recruitment_round WHERE id = NEW.round_id
    ) THEN
        RAISE EXCEPTION '报名已经截止，不能再提交。' USING ERRCODE = 'check_violation', CONSTRAINT = 'submitted_before_the_closing_instant';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status <> 'draft' AND (
        NEW.vacancy_id IS DISTINCT FROM OLD.vacancy_id OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at
        OR (OLD.stage = 'review' AND NEW.stage = 'written_exam')
    ) AND EXISTS (SELECT 1 FROM recruitment_openingdecision WHERE vacancy_id = NEW.vacancy_id AND outcome = 'cancel') THEN
        RAISE EXCEPTION '所报岗位已经取消，这个岗位不再收人。' USING ERRCODE = 'check_violation', CONSTRAINT = 'cancelled_vacancy_is_not_applied_for';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submission BEFORE INSERT OR UPDATE OF status, stage, vacancy_id, submitted_at ON recruitment_application
    FOR EACH ROW EXECUTE FUNCTION recruitment_submission();
"""
BACK = """
DROP TRIGGER submission ON recruitment_application;
DROP FUNCTION recruitment_submission();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0009_refused_review_names_its_clause")]

    operations = [migrations.RunSQL(SUBMISSION, BACK)]
