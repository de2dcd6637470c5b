"""Triggers: what one person enters and another decides begins undecided; a departure begins decided only with the decision it follows from."""

from django.db import migrations

BEGINS = """
CREATE FUNCTION evaluation_begins_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%须先由经办人提出，再由另一人审定。', TG_ARGV[1] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;
"""
BEGINS_FREE = "DROP FUNCTION evaluation_begins_proposed();"

# Its name comes before those of the other triggers: what is refused for its state is refused for that.
BEGIN_ONE = """
CREATE TRIGGER begins_proposed BEFORE INSERT ON evaluation_{row} FOR EACH ROW WHEN (NEW.state <> 'proposed')
    EXECUTE FUNCTION evaluation_begins_proposed('{row}_begins_proposed', '{word}');
"""
BEGIN_ONE_FREE = "DROP TRIGGER begins_proposed ON evaluation_{row};"

# A decided 不续聘 is there before its departure; a 解聘 is decided only after its departure is there, so that is asked at the end.
DEPARTURE = """
CREATE FUNCTION evaluation_departure_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'confirmed' AND NEW.carried_out_at IS NULL AND NEW.transferred_on IS NULL AND (EXISTS (
        SELECT FROM evaluation_renewal renewal
        WHERE renewal.id = NEW.renewal_id AND renewal.contract_id = NEW.contract_id AND renewal.state = 'confirmed'
          AND (renewal.choice, NEW.ground) IN (('end', 'expired'), ('declined', 'not_renewed_by_assistant'))
    ) OR (NEW.renewal_id IS NULL AND EXISTS (
        SELECT FROM evaluation_dismissal dismissal
        WHERE dismissal.contract_id = NEW.contract_id AND dismissal.state = 'proposed'
          AND (dismissal.lawful, dismissal.last_day) = (NEW.ground, NEW.last_day)
    ))) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '离职须先登记，再由另一人审定；只有审定了的不续聘、解聘才直接带来离职。'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'departure_begins_proposed';
END $$;
CREATE TRIGGER begins_proposed BEFORE INSERT ON evaluation_departure FOR EACH ROW WHEN (NEW.state <> 'proposed')
    EXECUTE FUNCTION evaluation_departure_begins();

CREATE FUNCTION evaluation_departure_is_dismissed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM evaluation_dismissal WHERE departure_id = NEW.id AND state = 'confirmed' AND contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION '解聘带来的离职须与审定解聘同时办理，没有保存。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dismissal_departure_follows_its_decision';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dismissal_departure_follows_its_decision AFTER INSERT ON evaluation_departure DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'confirmed' AND NEW.renewal_id IS NULL) EXECUTE FUNCTION evaluation_departure_is_dismissed();
"""
DEPARTURE_FREE = """
DROP TRIGGER dismissal_departure_follows_its_decision ON evaluation_departure;
DROP FUNCTION evaluation_departure_is_dismissed();
DROP TRIGGER begins_proposed ON evaluation_departure;
DROP FUNCTION evaluation_departure_begins();
"""

ROWS = {"incident": "违规处理", "renewal": "续聘意见", "transfer": "调配", "dismissal": "解聘"}


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0029_guards_of_tallies")]

    operations = [
        migrations.RunSQL(BEGINS, BEGINS_FREE),
        *(migrations.RunSQL(BEGIN_ONE.format(row=row, word=word), BEGIN_ONE_FREE.format(row=row)) for row, word in ROWS.items()),
        migrations.RunSQL(DEPARTURE, DEPARTURE_FREE),
    ]
