"""Triggers: a matter goes up in order and is frozen once sent; filings, comments and records of 省司法厅 and of proof stay as they were."""

from django.db import migrations

# Content changes only in the clerk's hands; what a submitted one may still change is the city's answer, or the county's withdrawal.
MATTER = """
CREATE FUNCTION staffing_matter_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION '上报材料须从草稿开始。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_begins_as_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status IN ('submitted', 'filed') AND (
        TG_OP = 'DELETE' OR NEW.status = OLD.status
        OR to_jsonb(NEW) - '{status,filing_number,filed_at,version,countersigned_by_id,countersigned_at}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{status,filing_number,filed_at,version,countersigned_by_id,countersigned_at}'::text[]
        OR (OLD.status = 'submitted' AND (NEW.countersigned_by_id IS DISTINCT FROM OLD.countersigned_by_id
                                          OR NEW.countersigned_at IS DISTINCT FROM OLD.countersigned_at))
    ) THEN
        RAISE EXCEPTION '材料已上报或已备案，不能再改。需要修改的，请另起一版重新上报。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM staffing_filing WHERE matter_id = OLD.id) THEN
            RAISE EXCEPTION '材料曾经上报，不能删除。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_frozen';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.county_id, NEW.kind, NEW.year, NEW.occasion, NEW.joint)
       IS DISTINCT FROM (OLD.county_id, OLD.kind, OLD.year, OLD.occasion, OLD.joint) THEN
        RAISE EXCEPTION '材料的县（区）、种类和年度不能改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_stays_what_it_is';
    END IF;
    IF NEW.content IS DISTINCT FROM OLD.content AND NEW.status NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION '材料已会签、上报或备案，内容不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_content_frozen';
    END IF;
    IF (OLD.status, NEW.status) NOT IN (
        ('draft', 'draft'), ('draft', 'countersigned'), ('draft', 'submitted'),
        ('countersigned', 'countersigned'), ('countersigned', 'draft'), ('countersigned', 'submitted'),
        ('submitted', 'returned'), ('submitted', 'filed'),
        ('returned', 'returned'), ('returned', 'draft'), ('returned', 'countersigned'), ('returned', 'submitted'),
        ('filed', 'draft')
    ) OR (NEW.joint AND NEW.status = 'submitted' AND OLD.status <> 'countersigned') THEN
        RAISE EXCEPTION '材料须依次经过拟写、会签（需要会签的）、上报、备案，不能跳过。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_goes_up_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER matter_way BEFORE INSERT OR UPDATE OR DELETE ON staffing_matter FOR EACH ROW EXECUTE FUNCTION staffing_matter_way();
"""

# As with the lines of a plan, the row that owns it is locked FOR SHARE: nothing changes beside a transaction that is just submitting.
ENCLOSURE = """
CREATE FUNCTION staffing_enclosure_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row staffing_enclosure;
    stands text;
    place integer;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION '附件不能改动，请移除后重新上传。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enclosures_frozen';
    END IF;
    row := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    IF row.plan_id IS NOT NULL THEN
        SELECT status, county_id INTO stands, place FROM staffing_quotaplan WHERE id = row.plan_id FOR SHARE;
    ELSE
        SELECT status, county_id INTO stands, place FROM staffing_matter WHERE id = row.matter_id FOR SHARE;
    END IF;
    IF stands NOT IN ('draft', 'returned') OR (TG_OP = 'INSERT' AND place <> row.county_id) THEN
        RAISE EXCEPTION '材料已会签、上报或备案，附件不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enclosures_frozen';
    END IF;
    RETURN row;
END $$;
CREATE TRIGGER enclosures_frozen BEFORE INSERT OR UPDATE OR DELETE ON staffing_enclosure
    FOR EACH ROW EXECUTE FUNCTION staffing_enclosure_frozen();
"""

FILING = """
CREATE FUNCTION staffing_filing_of_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place integer;
    sort text;
BEGIN
    IF NEW.plan_id IS NOT NULL THEN
        SELECT county_id, 'quota' INTO place, sort FROM staffing_quotaplan WHERE id = NEW.plan_id;
    ELSE
        SELECT county_id, kind INTO place, sort FROM staffing_matter WHERE id = NEW.matter_id;
    END IF;
    IF place IS NOT NULL AND (place <> NEW.county_id OR sort <> NEW.kind) THEN
        RAISE EXCEPTION '上报记录的县（区）和种类须与上报的材料一致。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_of_its_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER filing_of_its_own BEFORE INSERT ON staffing_filing FOR EACH ROW EXECUTE FUNCTION staffing_filing_of_its_own();
"""

COMMENT = """
CREATE FUNCTION staffing_comment_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT 1 FROM staffing_filing
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.filing_id ELSE NEW.filing_id END AND decided_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION '批注随结论一起定稿，不能再增删改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comments_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER comments_frozen BEFORE INSERT OR UPDATE OR DELETE ON staffing_comment
    FOR EACH ROW EXECUTE FUNCTION staffing_comment_frozen();
"""

PROVINCIAL = """
CREATE FUNCTION staffing_provincial_of_filed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT outcome FROM staffing_filing WHERE id = NEW.filing_id) IS DISTINCT FROM 'filed' THEN
        RAISE EXCEPTION '市司法局准予备案以后，才能登记省司法厅的备案。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'provincial_of_filed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER provincial_of_filed BEFORE INSERT ON staffing_provincialfiling
    FOR EACH ROW EXECUTE FUNCTION staffing_provincial_of_filed();
"""


def guard(sql: str, *, table: str, trigger: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql, f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()")


def append_only(table: str, title: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION portal_append_only('{title}')"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER {table}_append_only ON {table}")


class Migration(migrations.Migration):
    replaces = [("staffing", "0008_filings_guards")]
    dependencies = [("staffing", "0004_guards_of_roster"), ("bureaus", "0002_guards")]

    operations = [
        guard(MATTER, table="staffing_matter", trigger="matter_way", function="staffing_matter_way"),
        guard(ENCLOSURE, table="staffing_enclosure", trigger="enclosures_frozen", function="staffing_enclosure_frozen"),
        guard(FILING, table="staffing_filing", trigger="filing_of_its_own", function="staffing_filing_of_its_own"),
        guard(COMMENT, table="staffing_comment", trigger="comments_frozen", function="staffing_comment_frozen"),
        guard(PROVINCIAL, table="staffing_provincialfiling", trigger="provincial_of_filed", function="staffing_provincial_of_filed"),
        append_only("staffing_provincialfiling", "省厅备案记录"),
        append_only("staffing_proof", "试点任务完成记录"),
    ]
