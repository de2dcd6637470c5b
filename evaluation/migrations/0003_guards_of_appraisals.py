"""Triggers: templates and decisions are frozen, 优秀 stays under its cap whoever writes, a final sheet never changes, links open once."""

from django.db import migrations

SCHEME = """
CREATE FUNCTION evaluation_scheme_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_at IS NOT NULL THEN
            RAISE EXCEPTION '考核模板须先填报，再由负责人审定。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_scheme_begins_open';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.confirmed_at IS NOT NULL THEN
        RAISE EXCEPTION '考核模板已经审定，不能再改。如需调整，请另起新的一版。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_scheme_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER appraisal_scheme_frozen BEFORE INSERT OR UPDATE OR DELETE ON evaluation_appraisalscheme
    FOR EACH ROW EXECUTE FUNCTION evaluation_scheme_frozen();
"""
SCHEME_FREE = "DROP TRIGGER appraisal_scheme_frozen ON evaluation_appraisalscheme; DROP FUNCTION evaluation_scheme_frozen();"

PERIOD = """
CREATE FUNCTION evaluation_period_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM evaluation_appraisalscheme
            WHERE id = NEW.scheme_id AND county_id = NEW.county_id AND confirmed_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION '考核须按本县（区）已经审定的考核模板开始。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'period_begins_by_a_confirmed_scheme';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.confirmed_at IS NOT NULL THEN
        RAISE EXCEPTION '考核等次已经审定，不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_confirmed_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' OR (NEW.county_id, NEW.scheme_id, NEW.cycle, NEW.first_day, NEW.last_day)
        IS DISTINCT FROM (OLD.county_id, OLD.scheme_id, OLD.cycle, OLD.first_day, OLD.last_day) THEN
        RAISE EXCEPTION '考核期开始以后，类别、起止日期和模板不能再改，也不能删除。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_keeps_its_days';
    END IF;
    IF NEW.confirmed_at IS NOT NULL AND EXISTS (SELECT 1 FROM evaluation_appraisal WHERE period_id = NEW.id AND grade = '') THEN
        RAISE EXCEPTION '还有人没有定等次，不能审定。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_confirmed_is_complete';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER period_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_appraisalperiod
    FOR EACH ROW EXECUTE FUNCTION evaluation_period_kept();
"""
PERIOD_FREE = "DROP TRIGGER period_kept ON evaluation_appraisalperiod; DROP FUNCTION evaluation_period_kept();"

# Everybody who changes a sheet takes turns on the row of its period; what is read after the wait holds what the others committed.
SHEET = """
CREATE FUNCTION evaluation_appraisal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF (NEW.summary, NEW.summary_by_id, NEW.summary_at, NEW.total, NEW.veto)
        IS DISTINCT FROM (OLD.summary, OLD.summary_by_id, OLD.summary_at, OLD.total, OLD.veto)
       OR ((NEW.grade, NEW.best, NEW.grade_reason) IS DISTINCT FROM (OLD.grade, OLD.best, OLD.grade_reason)
           AND (answered.answered_at IS NULL OR answered.grade <> NEW.grade)) THEN
        RAISE EXCEPTION '等次已经审定，考核表只能由复核改变。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_decided';
    END IF;
    IF (OLD.receipt <> '' AND (NEW.receipt, NEW.receipt_note, NEW.served_on, NEW.served_by_id, NEW.ask_until)
            IS DISTINCT FROM (OLD.receipt, OLD.receipt_note, OLD.served_on, OLD.served_by_id, OLD.ask_until))
       OR (OLD.posted_on IS NOT NULL
           AND (NEW.posted_on, NEW.posted_first, NEW.posted_last) IS DISTINCT FROM (OLD.posted_on, OLD.posted_first, OLD.posted_last)) THEN
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
CREATE TRIGGER appraisal_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_appraisal
    FOR EACH ROW EXECUTE FUNCTION evaluation_appraisal_kept();
"""
SHEET_FREE = "DROP TRIGGER appraisal_kept ON evaluation_appraisal; DROP FUNCTION evaluation_appraisal_kept();"

# After the statement, so that one person may take another's place in it.
CAP = """
CREATE FUNCTION evaluation_excellent_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pool bigint;
    excellent bigint;
    share integer;
BEGIN
    SELECT scheme.excellent_percent INTO share
    FROM evaluation_appraisalperiod period JOIN evaluation_appraisalscheme scheme ON scheme.id = period.scheme_id
    WHERE period.id = NEW.period_id FOR NO KEY UPDATE OF period;
    SELECT count(*), count(*) FILTER (WHERE grade = 'excellent') INTO pool, excellent
    FROM evaluation_appraisal WHERE period_id = NEW.period_id AND NOT undetermined;
    IF excellent > pool * share / 100 THEN
        RAISE EXCEPTION '优秀 % 人，超过 % 人的 %%%（% 人），没有保存。请减少 % 人。',
            excellent, pool, share, pool * share / 100, excellent - pool * share / 100
            USING ERRCODE = 'check_violation', CONSTRAINT = 'excellent_within_cap';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER excellent_within_cap AFTER UPDATE ON evaluation_appraisal
    FOR EACH ROW WHEN (NEW.grade = 'excellent' AND OLD.grade IS DISTINCT FROM NEW.grade) EXECUTE FUNCTION evaluation_excellent_cap();
"""
CAP_FREE = "DROP TRIGGER excellent_within_cap ON evaluation_appraisal; DROP FUNCTION evaluation_excellent_cap();"

MARKS = """
CREATE FUNCTION evaluation_marks_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM evaluation_appraisalperiod period JOIN evaluation_appraisal sheet ON sheet.period_id = period.id
    WHERE sheet.id = COALESCE(NEW.appraisal_id, OLD.appraisal_id) AND period.confirmed_at IS NULL FOR NO KEY UPDATE OF period;
    IF NOT FOUND OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '等次已经审定，司法所评分不能再改；评分表不能删除。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'office_marks_kept';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.appraisal_id, NEW.office_id, NEW.first_day, NEW.last_day, NEW.months)
        IS DISTINCT FROM (OLD.appraisal_id, OLD.office_id, OLD.first_day, OLD.last_day, OLD.months) THEN
        RAISE EXCEPTION '评分的司法所和任职时间在考核开始时确定，不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'office_marks_keep_their_office';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER office_marks_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_officemarks
    FOR EACH ROW EXECUTE FUNCTION evaluation_marks_kept();
"""
MARKS_FREE = "DROP TRIGGER office_marks_kept ON evaluation_officemarks; DROP FUNCTION evaluation_marks_kept();"

RECHECK = """
CREATE FUNCTION evaluation_recheck_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sheet record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT appraisal.ask_until, appraisal.final_at, appraisal.grade, period.prepared_by_id, period.confirmed_by_id INTO sheet
        FROM evaluation_appraisal appraisal JOIN evaluation_appraisalperiod period ON period.id = appraisal.period_id
        WHERE appraisal.id = NEW.appraisal_id;
        IF sheet.ask_until IS NULL OR sheet.final_at IS NOT NULL
           OR (NEW.asked_at AT TIME ZONE 'Asia/Shanghai')::date > sheet.ask_until OR NEW.answered_at IS NOT NULL THEN
            RAISE EXCEPTION '申请复核须在结果送达以后、规定的时间以内提出。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_recheck_asked_in_time';
        END IF;
        IF (NEW.prepared_by_id, NEW.decided_by_id, NEW.old_grade)
            IS DISTINCT FROM (sheet.prepared_by_id, sheet.confirmed_by_id, sheet.grade) THEN
            RAISE EXCEPTION '复核须记明原拟定人、原审定人和原等次。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_recheck_names_who_decided';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL OR (
        to_jsonb(NEW) - '{grade,answer,answered_by_id,answered_at}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{grade,answer,answered_by_id,answered_at}'::text[]
    ) THEN
        RAISE EXCEPTION '复核的申请和答复登记以后不能修改或删除。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_recheck_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appraisal_recheck_kept BEFORE INSERT OR UPDATE OR DELETE ON evaluation_appraisalrecheck
    FOR EACH ROW EXECUTE FUNCTION evaluation_recheck_kept();
"""
RECHECK_FREE = "DROP TRIGGER appraisal_recheck_kept ON evaluation_appraisalrecheck; DROP FUNCTION evaluation_recheck_kept();"

OPINIONS = """
CREATE FUNCTION evaluation_link_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.used_on IS NOT NULL OR to_jsonb(NEW) - 'used_on' IS DISTINCT FROM to_jsonb(OLD) - 'used_on' THEN
        RAISE EXCEPTION '这个链接已经用过，每个链接只能评价一次。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_link_opens_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_link_once BEFORE UPDATE ON evaluation_opinionlink FOR EACH ROW EXECUTE FUNCTION evaluation_link_once();

CREATE FUNCTION evaluation_counts_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'number' IS DISTINCT FROM to_jsonb(OLD) - 'number' OR NEW.number <> OLD.number + 1 THEN
        RAISE EXCEPTION '评价汇总只能逐份增加，不能修改或删除。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_counts_grow';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_counts_grow BEFORE UPDATE OR DELETE ON evaluation_opinioncount
    FOR EACH ROW EXECUTE FUNCTION evaluation_counts_grow();
"""
OPINIONS_FREE = """
DROP TRIGGER opinion_link_once ON evaluation_opinionlink;
DROP FUNCTION evaluation_link_once();
DROP TRIGGER opinion_counts_grow ON evaluation_opinioncount;
DROP FUNCTION evaluation_counts_grow();
"""


class Migration(migrations.Migration):
    replaces = [("evaluation", "0004_guards_of_appraisals")]
    dependencies = [("evaluation", "0002_guards_of_renewals")]

    operations = [
        migrations.RunSQL(SCHEME, SCHEME_FREE),
        migrations.RunSQL(PERIOD, PERIOD_FREE),
        migrations.RunSQL(SHEET, SHEET_FREE),
        migrations.RunSQL(CAP, CAP_FREE),
        migrations.RunSQL(MARKS, MARKS_FREE),
        migrations.RunSQL(RECHECK, RECHECK_FREE),
        migrations.RunSQL(OPINIONS, OPINIONS_FREE),
    ]
