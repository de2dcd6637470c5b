"""What is announced, posted, confirmed or decided stays as it is, whoever writes; and the sequence of receipt numbers."""

from django.db import migrations

RECEIPT_NUMBER = "CREATE SEQUENCE recruitment_receipt_number"

# An application carries its round's county for the sake of one index; the two cannot part.
COUNTY = """
ALTER TABLE recruitment_round ADD CONSTRAINT round_and_its_county UNIQUE (id, county_id);
ALTER TABLE recruitment_application ADD CONSTRAINT application_is_of_its_rounds_county
    FOREIGN KEY (round_id, county_id) REFERENCES recruitment_round (id, county_id);
"""

COUNTY_UNDONE = """
ALTER TABLE recruitment_application DROP CONSTRAINT application_is_of_its_rounds_county;
ALTER TABLE recruitment_round DROP CONSTRAINT round_and_its_county;
"""

RESULTS = """
CREATE TRIGGER recruitment_stageresult_append_only BEFORE UPDATE OR DELETE ON recruitment_stageresult
    FOR EACH ROW EXECUTE FUNCTION portal_append_only('环节结果');
"""

# A round keeps moving through its stages after it is announced; everything the announcement printed stays.
# An announced round changes by a posted 变更公告 alone, to what was signed in it; an extension only before the old closing instant.
ROUND = """
CREATE FUNCTION recruitment_round_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.announced_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR
        (to_jsonb(NEW) - '{stage,version,finished_at,registration_closes_at,introduction,benefits}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{stage,version,finished_at,registration_closes_at,introduction,benefits}'::text[])
    THEN
        RAISE EXCEPTION '公告已经发布，批次内容不能再改。需要变更的，请发布变更公告。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'announced_round_is_frozen';
    END IF;
    IF (NEW.registration_closes_at, NEW.introduction, NEW.benefits)
        IS DISTINCT FROM (OLD.registration_closes_at, OLD.introduction, OLD.benefits)
    AND NOT EXISTS (
        SELECT 1 FROM recruitment_publicnotice notice
        WHERE notice.round_id = OLD.id AND notice.kind = 'announcement' AND notice.edition > 1 AND notice.posted_at IS NOT NULL
          AND notice.edition = (
              SELECT max(edition) FROM recruitment_publicnotice
              WHERE round_id = OLD.id AND kind = 'announcement' AND posted_at IS NOT NULL
          )
          AND (NEW.introduction = OLD.introduction OR NEW.introduction = notice.changes ->> 'introduction')
          AND (NEW.benefits = OLD.benefits OR NEW.benefits = notice.changes ->> 'benefits')
          AND (NEW.registration_closes_at = OLD.registration_closes_at OR (
              NEW.registration_closes_at > OLD.registration_closes_at
              AND notice.posted_at < OLD.registration_closes_at
              AND NEW.registration_closes_at = (notice.changes ->> 'registration_closes_at')::timestamptz
          ))
    ) THEN
        RAISE EXCEPTION '公告发布以后，报名截止和公告内容只能由变更公告改动；延长报名须在原截止时刻之前发布。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'announced_round_changes_by_notice';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER announced_round_is_frozen BEFORE UPDATE OR DELETE ON recruitment_round
    FOR EACH ROW EXECUTE FUNCTION recruitment_round_frozen();

CREATE FUNCTION recruitment_of_announced_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    announced timestamptz;
BEGIN
    SELECT announced_at INTO announced FROM recruitment_round
    WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.round_id ELSE OLD.round_id END;
    IF announced IS NOT NULL THEN
        RAISE EXCEPTION '公告已经发布，方案和岗位不能再改。需要变更的，请发布变更公告。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'announced_round_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER announced_scheme_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON recruitment_scheme
    FOR EACH ROW EXECUTE FUNCTION recruitment_of_announced_round();
CREATE TRIGGER announced_vacancy_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON recruitment_vacancy
    FOR EACH ROW EXECUTE FUNCTION recruitment_of_announced_round();
"""

ROUND_UNDONE = """
DROP TRIGGER announced_vacancy_is_frozen ON recruitment_vacancy;
DROP TRIGGER announced_scheme_is_frozen ON recruitment_scheme;
DROP FUNCTION recruitment_of_announced_round();
DROP TRIGGER announced_round_is_frozen ON recruitment_round;
DROP FUNCTION recruitment_round_frozen();
"""

# The paper of a posted notice is attached by the same act, before it is posted.
NOTICE = """
CREATE FUNCTION recruitment_notice_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.posted_at IS NOT NULL THEN
        RAISE EXCEPTION '公告已经发布，内容不能再改。需要变更的，请发布变更公告。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posted_notice_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER posted_notice_is_frozen BEFORE UPDATE OR DELETE ON recruitment_publicnotice
    FOR EACH ROW EXECUTE FUNCTION recruitment_notice_frozen();
"""

NOTICE_UNDONE = """
DROP TRIGGER posted_notice_is_frozen ON recruitment_publicnotice;
DROP FUNCTION recruitment_notice_frozen();
"""

# A confirmed sheet may only be released; its scores may not change at all.
SCORES = """
CREATE FUNCTION recruitment_sheet_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NOT NULL AND (
        TG_OP = 'DELETE'
        OR OLD.released_at IS NOT NULL
        OR (to_jsonb(NEW) - 'released_at' - 'released_by_id') IS DISTINCT FROM (to_jsonb(OLD) - 'released_at' - 'released_by_id')
    ) THEN
        RAISE EXCEPTION '成绩册已经复核，不能再改。确需更正的，请另录更正成绩册并写明理由。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_scores_are_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER confirmed_sheet_is_frozen BEFORE UPDATE OR DELETE ON recruitment_scoresheet
    FOR EACH ROW EXECUTE FUNCTION recruitment_sheet_frozen();

CREATE FUNCTION recruitment_score_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sheet bigint;
    confirmed timestamptz;
BEGIN
    IF TG_TABLE_NAME = 'recruitment_score' THEN
        sheet := CASE TG_OP WHEN 'INSERT' THEN NEW.sheet_id ELSE OLD.sheet_id END;
    ELSE
        SELECT sheet_id INTO sheet FROM recruitment_score WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.score_id ELSE OLD.score_id END;
    END IF;
    SELECT confirmed_at INTO confirmed FROM recruitment_scoresheet WHERE id = sheet;
    IF confirmed IS NOT NULL THEN
        RAISE EXCEPTION '成绩册已经复核，不能再改。确需更正的，请另录更正成绩册并写明理由。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_scores_are_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER confirmed_score_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON recruitment_score
    FOR EACH ROW EXECUTE FUNCTION recruitment_score_frozen();
CREATE TRIGGER confirmed_panel_score_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON recruitment_panelscore
    FOR EACH ROW EXECUTE FUNCTION recruitment_score_frozen();
"""

SCORES_UNDONE = """
DROP TRIGGER confirmed_panel_score_is_frozen ON recruitment_panelscore;
DROP TRIGGER confirmed_score_is_frozen ON recruitment_score;
DROP FUNCTION recruitment_score_frozen();
DROP TRIGGER confirmed_sheet_is_frozen ON recruitment_scoresheet;
DROP FUNCTION recruitment_sheet_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0001_initial"), ("bureaus", "0002_guards")]

    operations = [
        migrations.RunSQL(RECEIPT_NUMBER, "DROP SEQUENCE recruitment_receipt_number"),
        migrations.RunSQL(COUNTY, COUNTY_UNDONE),
        migrations.RunSQL(RESULTS, "DROP TRIGGER recruitment_stageresult_append_only ON recruitment_stageresult"),
        migrations.RunSQL(ROUND, ROUND_UNDONE),
        migrations.RunSQL(NOTICE, NOTICE_UNDONE),
        migrations.RunSQL(SCORES, SCORES_UNDONE),
    ]
