"""Triggers: a plan goes up in order and is then frozen; filings and ledger rows stay."""

from django.db import migrations

# The way up. What a submitted plan may still change is the city's answer; what a filed one may change is nothing.
PLAN = """
CREATE FUNCTION staffing_plan_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION '数额核定方案须从草稿开始。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_begins_as_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status = 'filed' OR (OLD.status = 'submitted' AND (
        TG_OP = 'DELETE' OR NEW.status = OLD.status
        OR to_jsonb(NEW) - '{status,filing_number,filed_at,version}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{status,filing_number,filed_at,version}'::text[]
    )) THEN
        RAISE EXCEPTION '方案已上报或已备案，不能再改。如需调整，请上报变更方案。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF (OLD.status, NEW.status) NOT IN (
        ('draft', 'draft'), ('draft', 'countersigned'),
        ('countersigned', 'countersigned'), ('countersigned', 'draft'), ('countersigned', 'submitted'),
        ('submitted', 'returned'), ('submitted', 'filed'),
        ('returned', 'returned'), ('returned', 'draft'), ('returned', 'countersigned')
    ) THEN
        RAISE EXCEPTION '方案须依次经过编制、会签、上报、备案，不能跳过。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_goes_up_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_way BEFORE INSERT OR UPDATE OR DELETE ON staffing_quotaplan FOR EACH ROW EXECUTE FUNCTION staffing_plan_way();
"""

# The plan's row is locked FOR SHARE, so that a line cannot change beside a transaction that is just submitting the plan.
LINE = """
CREATE FUNCTION staffing_line_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM staffing_quotaplan
    WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.plan_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.plan_id END)
    ORDER BY id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM staffing_quotaplan
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.plan_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.plan_id END)
          AND status NOT IN ('draft', 'returned')
    ) THEN
        RAISE EXCEPTION '方案已会签、上报或备案，表内数字不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_lines_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER line_frozen BEFORE INSERT OR UPDATE OR DELETE ON staffing_planline FOR EACH ROW EXECUTE FUNCTION staffing_line_frozen();
"""

# What was sent stays; an opening is written once; an answer ends it.
FILING = """
CREATE FUNCTION staffing_filing_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL OR (
        to_jsonb(NEW) - '{outcome,opinion,checklist,filing_number,decided_by_id,decided_at,opened_by_id,opened_at}'::text[]
        IS DISTINCT FROM
        to_jsonb(OLD) - '{outcome,opinion,checklist,filing_number,decided_by_id,decided_at,opened_by_id,opened_at}'::text[]
    ) OR (OLD.opened_at IS NOT NULL AND (NEW.opened_at, NEW.opened_by_id) IS DISTINCT FROM (OLD.opened_at, OLD.opened_by_id)) THEN
        RAISE EXCEPTION '上报记录须原样保存，不能修改或删除。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER filing_kept BEFORE UPDATE OR DELETE ON staffing_filing FOR EACH ROW EXECUTE FUNCTION staffing_filing_kept();
"""

LEDGER_KEPT = """
CREATE TRIGGER staffing_ledgerentry_append_only BEFORE UPDATE OR DELETE ON staffing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('数额台账');
"""


def guard(sql: str, *, table: str, trigger: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql, f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial"), ("bureaus", "0002_guards")]

    operations = [
        guard(PLAN, table="staffing_quotaplan", trigger="plan_way", function="staffing_plan_way"),
        guard(LINE, table="staffing_planline", trigger="line_frozen", function="staffing_line_frozen"),
        guard(FILING, table="staffing_filing", trigger="filing_kept", function="staffing_filing_kept"),
        migrations.RunSQL(LEDGER_KEPT, "DROP TRIGGER staffing_ledgerentry_append_only ON staffing_ledgerentry"),
    ]
