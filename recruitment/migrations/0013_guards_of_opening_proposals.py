"""Triggers: what becomes of a vacancy begins as a proposal, stays as it was proposed, and is decided as it was proposed."""

from django.db import migrations

PROPOSAL = """
CREATE FUNCTION recruitment_opening_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.closed_at IS NOT NULL THEN
            RAISE EXCEPTION '开考比例的意见须先提出，再由另一人审定或者退回。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_proposal_begins_open';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
        OR (to_jsonb(NEW) - 'closed_at' - 'closed_by_id' - 'return_reason')
            IS DISTINCT FROM (to_jsonb(OLD) - 'closed_at' - 'closed_by_id' - 'return_reason')
        OR EXISTS (SELECT FROM recruitment_openingdecision WHERE vacancy_id = OLD.vacancy_id)
    THEN
        RAISE EXCEPTION '开考比例的意见提出后不能修改，请退回后重新提出。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_proposal_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opening_proposal BEFORE INSERT OR UPDATE OR DELETE ON recruitment_openingproposal
    FOR EACH ROW EXECUTE FUNCTION recruitment_opening_proposal();
"""

PROPOSAL_UNDONE = """
DROP TRIGGER opening_proposal ON recruitment_openingproposal;
DROP FUNCTION recruitment_opening_proposal();
"""

# Where nothing is left to choose any more, the instant of a 改报 falls away.
DECIDED = """
CREATE FUNCTION recruitment_opening_as_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM recruitment_openingproposal proposal
        WHERE proposal.vacancy_id = NEW.vacancy_id AND proposal.closed_at IS NULL
          AND (proposal.proposed_by_id, proposal.outcome, proposal.qualified, proposal.reason)
            = (NEW.proposed_by_id, NEW.outcome, NEW.qualified, NEW.reason)
          AND (NEW.switch_until IS NULL OR NEW.switch_until = proposal.switch_until)
    ) THEN
        RAISE EXCEPTION '岗位的核减、取消和保留须由经办人提出，再由负责人按提出的内容审定。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_is_decided_as_proposed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opening_is_decided_as_proposed BEFORE INSERT ON recruitment_openingdecision
    FOR EACH ROW WHEN (NEW.outcome <> 'keep' OR NEW.proposed_by_id IS NOT NULL) EXECUTE FUNCTION recruitment_opening_as_proposed();
"""

DECIDED_UNDONE = """
DROP TRIGGER opening_is_decided_as_proposed ON recruitment_openingdecision;
DROP FUNCTION recruitment_opening_as_proposed();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0012_opening_proposals")]

    operations = [migrations.RunSQL(PROPOSAL, PROPOSAL_UNDONE), migrations.RunSQL(DECIDED, DECIDED_UNDONE)]
