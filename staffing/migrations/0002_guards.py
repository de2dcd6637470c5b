"""Triggers: a plan goes up in order and is then frozen; filings and ledger rows stay; the ledger never exceeds the plan."""

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

FILING = """
CREATE FUNCTION staffing_filing_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL OR (
        to_jsonb(NEW) - '{outcome,opinion,decided_by_id,decided_at}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{outcome,opinion,decided_by_id,decided_at}'::text[]
    ) THEN
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

# Writers on one line take turns on its row; the sums are read after the wait, so they hold what the others committed.
# FOR NO KEY UPDATE lets foreign-key checks on the line pass, which would otherwise deadlock with it.
LEDGER_WITHIN = """
CREATE FUNCTION staffing_ledger_within_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line staffing_planline;
    plan_status text;
    planned integer;
    reserved integer;
    filled integer;
    released integer;
BEGIN
    SELECT * INTO line FROM staffing_planline WHERE id = NEW.line_id FOR NO KEY UPDATE;
    SELECT status INTO plan_status FROM staffing_quotaplan WHERE id = line.plan_id;
    IF plan_status IS DISTINCT FROM 'filed' THEN
        RAISE EXCEPTION '数额核定方案尚未备案，数额还不能使用。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_needs_filed_plan';
    END IF;
    SELECT coalesce(sum(number) FILTER (WHERE kind = 'reserved'), 0),
           coalesce(sum(number) FILTER (WHERE kind = 'filled'), 0),
           coalesce(sum(number) FILTER (WHERE kind = 'released'), 0)
    INTO reserved, filled, released
    FROM staffing_ledgerentry WHERE line_id = NEW.line_id AND track = NEW.track;
    planned := coalesce((to_jsonb(line) ->> ('planned_' || NEW.track))::integer, 0);
    IF reserved + filled > planned THEN
        RAISE EXCEPTION '本县备案数额已用完（%/%），不能再增加拟聘用人员。如需调整，请先上报变更方案。', reserved + filled - NEW.number, planned
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_within_plan';
    END IF;
    IF reserved < 0 OR filled < 0 OR released > filled THEN
        RAISE EXCEPTION '台账上没有这么多人可以转出，请核对已预留和已聘用的人数。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_not_below_zero';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_within_plan AFTER INSERT ON staffing_ledgerentry FOR EACH ROW EXECUTE FUNCTION staffing_ledger_within_plan();
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
        guard(LEDGER_WITHIN, table="staffing_ledgerentry", trigger="ledger_within_plan", function="staffing_ledger_within_plan"),
    ]
