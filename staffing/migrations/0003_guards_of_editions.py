"""Triggers: editions follow each other, the ledger holds over all of them, what stood in an office stays on record."""

from django.db import migrations

ESTABLISHMENT = """
CREATE TRIGGER staffing_establishment_append_only BEFORE UPDATE OR DELETE ON staffing_establishment
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('编制情况');
"""

CORRECTION = """
CREATE FUNCTION staffing_establishment_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM staffing_establishment earlier
        WHERE earlier.id = NEW.corrects_id AND earlier.office_id = NEW.office_id AND earlier.holds_from = NEW.holds_from
    ) THEN
        RAISE EXCEPTION '更正只能针对同一个司法所同一天的记录。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'establishment_corrects_its_own_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER establishment_correction BEFORE INSERT ON staffing_establishment
    FOR EACH ROW EXECUTE FUNCTION staffing_establishment_correction();
"""

# The one formula of the ledger, as `staffing.models.plans.Use` has it: reserved + filled, less those who left before the edition in
# force was filed. Use is an office's in a year, under whichever edition it came about.
USE = """
CREATE FUNCTION staffing_use(of_county bigint, of_year integer, of_track text, since timestamptz)
RETURNS TABLE (office_id bigint, used bigint) LANGUAGE sql AS $$
    SELECT line.office_id, coalesce(sum(entry.number) FILTER (WHERE entry.kind <> 'released'), 0)
                         - coalesce(sum(entry.number) FILTER (WHERE entry.kind = 'released' AND entry.at < since), 0)
    FROM staffing_ledgerentry entry
    JOIN staffing_planline line ON line.id = entry.line_id
    JOIN staffing_quotaplan plan ON plan.id = line.plan_id
    WHERE plan.county_id = of_county AND plan.year = of_year AND entry.track = of_track
    GROUP BY line.office_id
$$;
"""

# Everybody who uses or files numbers of one county and year takes turns on the row of its first edition; the sums are read after the
# wait, so they hold what the others committed. FOR NO KEY UPDATE lets foreign-key checks on the row pass.
EDITION = """
CREATE FUNCTION staffing_plan_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    track text;
    here record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM staffing_quotaplan earlier
            WHERE earlier.id = NEW.replaces_id AND earlier.county_id = NEW.county_id AND earlier.year = NEW.year
              AND earlier.edition = NEW.edition - 1 AND earlier.status = 'filed'
        ) THEN
            RAISE EXCEPTION '变更方案须接在本县同一年度已备案的上一版之后。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_follows_a_filed_one';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> 'filed' OR OLD.status = 'filed' OR NEW.edition = 1 THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM staffing_quotaplan WHERE county_id = NEW.county_id AND year = NEW.year AND edition = 1 FOR NO KEY UPDATE;
    FOREACH track IN ARRAY ARRAY['internal', 'public'] LOOP
        FOR here IN
            SELECT line.office_name AS name, coalesce((to_jsonb(line) ->> ('planned_' || track))::integer, 0) AS planned, spent.used
            FROM staffing_use(NEW.county_id, NEW.year, track, NEW.filed_at) spent
            JOIN staffing_planline line ON line.plan_id = NEW.id AND line.office_id = spent.office_id
            UNION ALL
            SELECT '全县（区）',
                   (SELECT coalesce(sum((to_jsonb(line) ->> ('planned_' || track))::integer), 0)
                    FROM staffing_planline line WHERE line.plan_id = NEW.id),
                   (SELECT coalesce(sum(spent.used), 0) FROM staffing_use(NEW.county_id, NEW.year, track, NEW.filed_at) spent)
        LOOP
            IF here.used > here.planned THEN
                RAISE EXCEPTION '%的%已使用 % 人，变更方案只列 % 人，少于已使用的人数，不能准予备案，请退回修改。',
                    here.name, CASE track WHEN 'internal' THEN '拟选聘' ELSE '拟招聘' END, here.used, here.planned
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_covers_what_is_used';
            END IF;
        END LOOP;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_edition BEFORE INSERT OR UPDATE ON staffing_quotaplan FOR EACH ROW EXECUTE FUNCTION staffing_plan_edition();
"""

# An office that has no line in the edition in force keeps its use, which counts in the county's sum; nothing more is reserved there.
LEDGER = """
CREATE FUNCTION staffing_ledger_within_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine record;
    force record;
    here integer;
    planned integer;
    used integer;
    reserved integer;
    filled integer;
    released integer;
BEGIN
    SELECT line.office_id, plan.id AS plan_id, plan.county_id, plan.year INTO mine
    FROM staffing_planline line JOIN staffing_quotaplan plan ON plan.id = line.plan_id WHERE line.id = NEW.line_id;
    PERFORM 1 FROM staffing_quotaplan WHERE county_id = mine.county_id AND year = mine.year AND edition = 1 FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT 1 FROM staffing_quotaplan WHERE id = mine.plan_id AND status = 'filed') THEN
        RAISE EXCEPTION '数额核定方案尚未备案，数额还不能使用。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_needs_filed_plan';
    END IF;
    SELECT id, filed_at INTO force FROM staffing_quotaplan
    WHERE county_id = mine.county_id AND year = mine.year AND status = 'filed' ORDER BY edition DESC LIMIT 1;

    IF NEW.kind <> 'released' AND NEW.number > 0 THEN
        IF NEW.kind = 'reserved' AND EXISTS (
            SELECT 1 FROM (SELECT closed_on FROM bureaus_judicialoffice WHERE id = mine.office_id FOR SHARE) office
            WHERE office.closed_on IS NOT NULL
        ) THEN
            RAISE EXCEPTION '这个司法所已经撤销，不能再为它预留数额。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_needs_standing_office';
        END IF;
        SELECT coalesce((to_jsonb(line) ->> ('planned_' || NEW.track))::integer, 0) INTO planned
        FROM staffing_planline line WHERE line.plan_id = force.id AND line.office_id = mine.office_id;
        here := planned;
        SELECT coalesce(sum(spent.used), 0) INTO used
        FROM staffing_use(mine.county_id, mine.year, NEW.track, force.filed_at) spent WHERE spent.office_id = mine.office_id;
        IF here IS NULL AND NEW.kind = 'reserved' OR used > here THEN
            RAISE EXCEPTION '本县备案数额已用完（%/%），不能再增加拟聘用人员。如需调整，请先上报变更方案。', used - NEW.number, coalesce(here, 0)
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_within_plan';
        END IF;
        SELECT coalesce(sum((to_jsonb(line) ->> ('planned_' || NEW.track))::integer), 0) INTO planned
        FROM staffing_planline line WHERE line.plan_id = force.id;
        SELECT coalesce(sum(spent.used), 0) INTO used FROM staffing_use(mine.county_id, mine.year, NEW.track, force.filed_at) spent;
        IF used > planned THEN
            RAISE EXCEPTION '本县备案数额已用完（%/%），不能再增加拟聘用人员。如需调整，请先上报变更方案。', used - NEW.number, planned
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_within_plan';
        END IF;
    END IF;

    IF NEW.kind = 'released' AND NEW.at < force.filed_at THEN
        RAISE EXCEPTION '登记离岗的时间不能早于现行方案备案的时间。方案可能刚刚有新的一版备案，请刷新页面后重新登记。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_not_backdated';
    END IF;
    SELECT coalesce(sum(number) FILTER (WHERE kind = 'reserved'), 0),
           coalesce(sum(number) FILTER (WHERE kind = 'filled'), 0),
           coalesce(sum(number) FILTER (WHERE kind = 'released'), 0)
    INTO reserved, filled, released
    FROM staffing_ledgerentry WHERE line_id = NEW.line_id AND track = NEW.track;
    IF reserved < 0 OR filled < 0 OR released > filled THEN
        RAISE EXCEPTION '台账上没有这么多人可以转出，请核对已预留和已聘用的人数。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_not_below_zero';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_within_plan AFTER INSERT ON staffing_ledgerentry FOR EACH ROW EXECUTE FUNCTION staffing_ledger_within_plan();
"""

# The office's row is locked by whoever closes it, and FOR SHARE by whoever posts or reserves there: each sees what the other did.
OFFICE = """
CREATE FUNCTION staffing_office_empty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    serving integer;
    reserved integer;
BEGIN
    SELECT count(*) INTO serving FROM staffing_posting
    WHERE office_id = NEW.id AND (last_day IS NULL OR last_day >= NEW.closed_on);
    SELECT coalesce(sum(entry.number), 0) INTO reserved
    FROM staffing_ledgerentry entry JOIN staffing_planline line ON line.id = entry.line_id
    WHERE line.office_id = NEW.id AND entry.kind = 'reserved';
    IF serving > 0 OR reserved > 0 THEN
        RAISE EXCEPTION '这个司法所还有在岗协理员 % 人、招聘中的名额 % 个，请先调配到其他司法所、办结招聘，再登记撤销。', serving, reserved
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_office_is_empty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER office_empty BEFORE INSERT OR UPDATE ON bureaus_judicialoffice
    FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL) EXECUTE FUNCTION staffing_office_empty();
"""

POSTING = """
CREATE FUNCTION staffing_posting_at_standing_office() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    SELECT closed_on INTO closed FROM bureaus_judicialoffice WHERE id = NEW.office_id FOR SHARE;
    IF closed IS NOT NULL AND (NEW.last_day IS NULL OR NEW.last_day >= closed) THEN
        RAISE EXCEPTION '这个司法所已经撤销，不能再安排人员。请选择其他司法所。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_needs_standing_office';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_office BEFORE INSERT OR UPDATE ON staffing_posting
    FOR EACH ROW EXECUTE FUNCTION staffing_posting_at_standing_office();
"""


def guard(sql: str, *, table: str, trigger: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql, f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    replaces = [("staffing", "0004_guards_of_editions")]
    dependencies = [("staffing", "0002_guards"), ("bureaus", "0003_guards_of_offices")]

    operations = [
        migrations.RunSQL(ESTABLISHMENT, "DROP TRIGGER staffing_establishment_append_only ON staffing_establishment"),
        guard(CORRECTION, table="staffing_establishment", trigger="establishment_correction", function="staffing_establishment_correction"),
        migrations.RunSQL(USE, "DROP FUNCTION staffing_use(bigint, integer, text, timestamptz)"),
        guard(EDITION, table="staffing_quotaplan", trigger="plan_edition", function="staffing_plan_edition"),
        guard(LEDGER, table="staffing_ledgerentry", trigger="ledger_within_plan", function="staffing_ledger_within_plan"),
        guard(OFFICE, table="bureaus_judicialoffice", trigger="office_empty", function="staffing_office_empty"),
        guard(POSTING, table="staffing_posting", trigger="posting_office", function="staffing_posting_at_standing_office"),
    ]
