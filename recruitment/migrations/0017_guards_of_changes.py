"""An announced round changes by a posted 变更公告 alone, to what was signed in it; an extension only before the old closing instant."""

from django.db import migrations

ROUND = """
CREATE OR REPLACE FUNCTION recruitment_round_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

BEFORE = """
CREATE OR REPLACE FUNCTION recruitment_round_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.announced_at IS NOT NULL AND (
        TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'stage' - 'version' - 'finished_at') IS DISTINCT FROM (to_jsonb(OLD) - 'stage' - 'version' - 'finished_at')
    ) THEN
        RAISE EXCEPTION '公告已经发布，批次内容不能再改。需要变更的，请发布变更公告。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'announced_round_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0016_changes_of_notices")]

    operations = [migrations.RunSQL(ROUND, BEFORE)]
