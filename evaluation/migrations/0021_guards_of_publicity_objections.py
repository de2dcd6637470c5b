"""Triggers: an objection comes while its 公示 runs, and that does not end before it is answered; upheld, it takes an 优秀 back."""

from django.db import migrations

OBJECTION = """
CREATE FUNCTION evaluation_objection_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answering text[] := '{outcome,finding,grade,closed_by_id,closed_at,version}';
    home bigint;
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.closed_at IS NOT NULL
        OR to_jsonb(NEW) - answering IS DISTINCT FROM to_jsonb(OLD) - answering)) THEN
        RAISE EXCEPTION '登记过的异议不能改写或删除，只能答复一次。' USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_kept';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.closed_at IS NOT NULL AND NEW.finding = '' THEN
            RAISE EXCEPTION '答复异议须写明核查情况。' USING ERRCODE = 'check_violation', CONSTRAINT = 'answered_objection_has_a_finding';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.commendation_id IS NOT NULL THEN
        SELECT person.county_id INTO home FROM evaluation_commendation shown JOIN staffing_assistant person ON person.id = shown.assistant_id
            WHERE shown.id = NEW.commendation_id AND shown.state = 'posted' AND NEW.received_on BETWEEN shown.posted_on AND shown.posted_last
            FOR SHARE OF shown;
    ELSE
        SELECT period.county_id INTO home FROM evaluation_appraisal shown JOIN evaluation_appraisalperiod period ON period.id = shown.period_id
            WHERE shown.id = NEW.appraisal_id AND shown.grade = 'excellent' AND shown.final_at IS NULL
              AND (shown.served_on IS NULL OR shown.served_on <= shown.posted_last)
              AND NEW.received_on BETWEEN shown.posted_on AND shown.posted_last
            FOR SHARE OF shown;
    END IF;
    IF home IS NULL OR home <> NEW.county_id OR NEW.text = '' OR NEW.closed_at IS NOT NULL
       OR NEW.received_on > (NEW.received_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION '异议须写明内容，收到的日期在公示期内；公示办结以后不能再登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_comes_while_it_is_shown';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_guarded BEFORE INSERT OR UPDATE OR DELETE ON evaluation_objection
    FOR EACH ROW EXECUTE FUNCTION evaluation_objection_guarded();
"""
OBJECTION_FREE = "DROP TRIGGER objection_guarded ON evaluation_objection; DROP FUNCTION evaluation_objection_guarded();"

# Whoever writes an objection down holds the row that is shown; so whoever ends the 公示 waits, and sees it.
ANSWERED = """
CREATE FUNCTION evaluation_objections_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM evaluation_objection said WHERE said.closed_at IS NULL
          AND CASE TG_TABLE_NAME WHEN 'evaluation_commendation' THEN said.commendation_id ELSE said.appraisal_id END = NEW.id
    ) THEN
        RAISE EXCEPTION '公示期内收到的异议还没有答复，答复以后才能办理。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'objections_answered_first';
    END IF;
    IF TG_TABLE_NAME = 'evaluation_commendation' AND to_jsonb(NEW) ->> 'state' = 'confirmed' AND EXISTS (
        SELECT 1 FROM evaluation_objection said WHERE said.commendation_id = NEW.id AND said.outcome = 'upheld'
    ) THEN
        RAISE EXCEPTION '公示期内收到的异议查实，不能审定，请退回。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'upheld_objection_bars_the_commendation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objections_answered_first BEFORE UPDATE ON evaluation_commendation FOR EACH ROW
    WHEN (OLD.state = 'posted' AND NEW.state <> 'posted') EXECUTE FUNCTION evaluation_objections_answered();
CREATE TRIGGER objections_answered_first BEFORE UPDATE ON evaluation_appraisal FOR EACH ROW
    WHEN ((OLD.receipt = '' AND NEW.receipt <> '') OR (OLD.final_at IS NULL AND NEW.final_at IS NOT NULL))
    EXECUTE FUNCTION evaluation_objections_answered();
"""
ANSWERED_FREE = """
DROP TRIGGER objections_answered_first ON evaluation_appraisal;
DROP TRIGGER objections_answered_first ON evaluation_commendation;
DROP FUNCTION evaluation_objections_answered();
"""

SHEET = """
CREATE OR REPLACE FUNCTION evaluation_appraisal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    confirmed timestamptz;
    day date;
    answered record;
    asked boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM evaluation_appraisalperiod WHERE id = NEW.period_id AND confirmed_at IS NULL FOR NO KEY UPDATE;
        IF NOT FOUND OR NEW.grade <> '' OR NEW.receipt <> '' OR NEW.final_at IS NOT NULL THEN
            RAISE EXCEPTION '考核表须在审定等次以前建立，从述职开始。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_begins_empty';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '考核表不能删除。' USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_kept';
    END IF;
    IF OLD.final_at IS NOT NULL THEN
        RAISE EXCEPTION '考核结果已经确定，不能再改。' USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_final';
    END IF;
    IF (NEW.period_id, NEW.assistant_id, NEW.first_day, NEW.last_day, NEW.days_served, NEW.on_probation, NEW.undetermined)
        IS DISTINCT FROM (OLD.period_id, OLD.assistant_id, OLD.first_day, OLD.last_day, OLD.days_served, OLD.on_probation, OLD.undetermined) THEN
        RAISE EXCEPTION '考核表的人员和任职时间在考核开始时确定，不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_keeps_its_person';
    END IF;
    SELECT period.confirmed_at INTO confirmed FROM evaluation_appraisalperiod period WHERE period.id = OLD.period_id FOR NO KEY UPDATE;
    IF confirmed IS NULL THEN
        IF NEW.receipt <> '' OR NEW.final_at IS NOT NULL OR NEW.posted_on IS NOT NULL THEN
            RAISE EXCEPTION '等次审定以后才能公示、送达和确定。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_told_after_its_decision';
        END IF;
        RETURN NEW;
    END IF;
    SELECT recheck.grade, recheck.answered_at INTO answered FROM evaluation_appraisalrecheck recheck WHERE recheck.appraisal_id = OLD.id;
    asked := FOUND;
{found}    IF (NEW.summary, NEW.summary_by_id, NEW.summary_at, NEW.total, NEW.veto)
        IS DISTINCT FROM (OLD.summary, OLD.summary_by_id, OLD.summary_at, OLD.total, OLD.veto)
       OR ((NEW.grade, NEW.best, NEW.grade_reason) IS DISTINCT FROM (OLD.grade, OLD.best, OLD.grade_reason)
           AND (answered.answered_at IS NULL OR answered.grade <> NEW.grade){unless}) THEN
        RAISE EXCEPTION '等次已经审定，考核表只能由复核改变。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_decided';
    END IF;
    IF (OLD.receipt <> '' AND (NEW.receipt, NEW.receipt_note, NEW.served_on, NEW.served_by_id, NEW.ask_until)
            IS DISTINCT FROM (OLD.receipt, OLD.receipt_note, OLD.served_on, OLD.served_by_id, OLD.ask_until))
       OR (OLD.posted_on IS NOT NULL
           AND (NEW.posted_on, NEW.posted_first, NEW.posted_last) IS DISTINCT FROM (OLD.posted_on, OLD.posted_first, OLD.posted_last){unless}) THEN
        RAISE EXCEPTION '公示和送达已经登记，不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_told_once';
    END IF;
    IF OLD.receipt = '' AND NEW.receipt <> '' AND NEW.grade = 'excellent' AND (NEW.posted_last IS NULL OR NEW.served_on <= NEW.posted_last) THEN
        RAISE EXCEPTION '优秀的公示期满以后才能送达结果。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'excellent_is_posted_before_it_is_served';
    END IF;
    IF NEW.final_at IS NOT NULL THEN
        day := (NEW.final_at AT TIME ZONE 'Asia/Shanghai')::date;
        IF (asked AND answered.answered_at IS NULL) OR (NOT asked AND day <= NEW.ask_until)
           OR (NEW.grade = 'excellent' AND (NEW.posted_last IS NULL OR day <= NEW.posted_last)) THEN
            RAISE EXCEPTION '申请复核的时间没有过、复核没有答复或者公示没有期满，考核结果还不能确定。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_final_in_time';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
FOUND = """    upheld := OLD.grade = 'excellent' AND NEW.grade <> 'excellent' AND (NEW.posted_on, NEW.best) IS NOT DISTINCT FROM (NULL::date, OLD.best)
        AND EXISTS (
            SELECT 1 FROM evaluation_objection said WHERE said.appraisal_id = OLD.id AND said.outcome = 'upheld' AND said.grade = NEW.grade
        );
"""
AFTER = (
    SHEET.replace("{found}", FOUND)
    .replace("{unless}", " AND NOT upheld")
    .replace("    asked boolean;\n", "    asked boolean;\n    upheld boolean;\n")
)
BEFORE = SHEET.replace("{found}", "").replace("{unless}", "")


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0020_publicity_objections")]

    operations = [
        migrations.RunSQL(OBJECTION, OBJECTION_FREE),
        migrations.RunSQL(ANSWERED, ANSWERED_FREE),
        migrations.RunSQL(AFTER, BEFORE),
    ]
