"""Only who stands on the county's roster applies in internal selection; what was said of somebody's 考核 stays with the confirmed sheet."""

from django.db import migrations

# Asked when an application is submitted, not afterwards: whoever is hired leaves the roster, and what was submitted stays.
ROSTER = """
CREATE FUNCTION recruitment_on_the_roster() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    internal boolean;
    listed boolean;
BEGIN
    IF NEW.status = 'draft' OR (
        TG_OP = 'UPDATE' AND OLD.status NOT IN ('draft', 'returned')
        AND NEW.id_hash = OLD.id_hash AND NEW.auxiliary_id IS NOT DISTINCT FROM OLD.auxiliary_id
    ) THEN
        RETURN NEW;
    END IF;
    SELECT track = 'internal' INTO internal FROM recruitment_intake WHERE id = NEW.intake_id;
    IF internal AND NEW.status = 'active' THEN
        SELECT true INTO listed FROM staffing_auxiliary entry JOIN recruitment_scheme scheme ON scheme.round_id = NEW.round_id
        WHERE entry.id = NEW.auxiliary_id AND entry.county_id = NEW.county_id AND entry.id_hash = NEW.id_hash
            AND entry.first_day <= scheme.experience_as_of AND (entry.last_day IS NULL OR entry.last_day >= scheme.experience_as_of);
        IF listed IS NULL THEN
            RAISE EXCEPTION '您的身份证号不在本县（区）在册辅助人员名单上，不能报名。如有出入，请联系县（区）司法局更正名单。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'internal_applicant_is_on_the_roster';
        END IF;
    ELSIF NOT internal AND NEW.auxiliary_id IS NOT NULL THEN
        RAISE EXCEPTION '公开招聘的报名不凭在册名单。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_applicant_needs_no_roster';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER internal_applicant_is_on_the_roster BEFORE INSERT OR UPDATE OF status, id_hash, auxiliary_id ON recruitment_application
    FOR EACH ROW EXECUTE FUNCTION recruitment_on_the_roster();
"""

ROSTER_UNDONE = """
DROP TRIGGER internal_applicant_is_on_the_roster ON recruitment_application;
DROP FUNCTION recruitment_on_the_roster();
"""

# The bureau's opinion is a line of its sheet; the office's is what the sheet was confirmed beside.
OPINIONS = """
CREATE FUNCTION recruitment_opinion_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line recruitment_opinion;
    frozen boolean;
BEGIN
    line := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
    SELECT true INTO frozen FROM recruitment_score score JOIN recruitment_scoresheet sheet ON sheet.id = score.sheet_id
    WHERE sheet.stage = 'assessment' AND sheet.confirmed_at IS NOT NULL AND score.application_id = line.application_id
        AND (line.score_id IS NULL OR score.id = line.score_id);
    IF frozen THEN
        RAISE EXCEPTION '考核成绩已经复核，司法所和司法局的意见不能再改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_opinion_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER confirmed_opinion_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON recruitment_opinion
    FOR EACH ROW EXECUTE FUNCTION recruitment_opinion_frozen();
"""

OPINIONS_UNDONE = """
DROP TRIGGER confirmed_opinion_is_frozen ON recruitment_opinion;
DROP FUNCTION recruitment_opinion_frozen();
"""


class Migration(migrations.Migration):
    replaces = [("recruitment", "0004_guards_of_internal_selection")]
    dependencies = [("recruitment", "0002_guards")]

    operations = [migrations.RunSQL(ROSTER, ROSTER_UNDONE), migrations.RunSQL(OPINIONS, OPINIONS_UNDONE)]
