"""Trigger: severance is reckoned from both averages, at most three times the place's for twelve years (劳动合同法47)."""

from django.db import migrations

# Asked only where the reckoning changes: what was reckoned before there was a figure for the place stays as it was.
CAP = """
CREATE FUNCTION evaluation_severance_capped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.severance_months > 0 AND NEW.average_pay IS NOT NULL AND NEW.local_average IS NULL THEN
        RAISE EXCEPTION '计算经济补偿须填写本地区上年度职工月平均工资（《劳动合同法》第四十七条）。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'severance_knows_the_local_average';
    END IF;
    IF NEW.local_average IS NOT NULL AND (
        (NEW.average_pay > 3 * NEW.local_average AND NEW.severance_months > 12)
        OR NEW.severance <> round(NEW.severance_months * least(NEW.average_pay, 3 * NEW.local_average), 2)
    ) THEN
        RAISE EXCEPTION '平均工资高于本地区上年度职工月平均工资三倍的，经济补偿按三倍计算，年限最高十二年（《劳动合同法》第四十七条）。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'severance_keeps_the_cap';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER severance_capped_at_first BEFORE INSERT ON evaluation_departure
    FOR EACH ROW EXECUTE FUNCTION evaluation_severance_capped();
CREATE TRIGGER severance_capped BEFORE UPDATE ON evaluation_departure FOR EACH ROW WHEN (
    (OLD.average_pay, OLD.local_average, OLD.severance_months, OLD.severance)
    IS DISTINCT FROM (NEW.average_pay, NEW.local_average, NEW.severance_months, NEW.severance)
) EXECUTE FUNCTION evaluation_severance_capped();
"""
CAP_FREE = """
DROP TRIGGER severance_capped ON evaluation_departure;
DROP TRIGGER severance_capped_at_first ON evaluation_departure;
DROP FUNCTION evaluation_severance_capped();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0042_local_average")]

    operations = [migrations.RunSQL(CAP, CAP_FREE)]
