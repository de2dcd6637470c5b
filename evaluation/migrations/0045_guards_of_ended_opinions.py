"""Once the asking about a period's people has ended nothing is asked or counted any more, and it stays ended."""

from django.db import migrations

ENDED = """
CREATE FUNCTION evaluation_opinions_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM evaluation_appraisal sheet JOIN evaluation_appraisalperiod period ON period.id = sheet.period_id
        WHERE sheet.id = NEW.appraisal_id AND (period.opinions_ended_at IS NOT NULL OR period.confirmed_at IS NOT NULL)
        FOR SHARE OF period;
    IF FOUND THEN
        RAISE EXCEPTION '征求意见已经结束，不能再发链接或者评价。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinions_ended';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinions_ended BEFORE INSERT OR UPDATE ON evaluation_opinionlink
    FOR EACH ROW EXECUTE FUNCTION evaluation_opinions_ended();
CREATE TRIGGER opinions_ended BEFORE INSERT OR UPDATE ON evaluation_opinioncount
    FOR EACH ROW EXECUTE FUNCTION evaluation_opinions_ended();

CREATE FUNCTION evaluation_opinions_stay_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '征求意见结束以后不能再开始。'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'opinions_stay_ended';
END $$;
CREATE TRIGGER opinions_stay_ended BEFORE UPDATE ON evaluation_appraisalperiod FOR EACH ROW
    WHEN (OLD.opinions_ended_at IS NOT NULL
        AND (NEW.opinions_ended_at, NEW.opinions_ended_by_id) IS DISTINCT FROM (OLD.opinions_ended_at, OLD.opinions_ended_by_id))
    EXECUTE FUNCTION evaluation_opinions_stay_ended();
"""
FREE = """
DROP TRIGGER opinions_ended ON evaluation_opinionlink;
DROP TRIGGER opinions_ended ON evaluation_opinioncount;
DROP FUNCTION evaluation_opinions_ended();
DROP TRIGGER opinions_stay_ended ON evaluation_appraisalperiod;
DROP FUNCTION evaluation_opinions_stay_ended();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0044_ended_opinions")]

    operations = [migrations.RunSQL(ENDED, FREE)]
