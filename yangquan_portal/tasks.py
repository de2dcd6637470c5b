"""The minute tick: everything that falls due by the clock, from every app. No right depends on its having run."""

from celery import shared_task

from bureaus import clock
from evaluation import actions as evaluation
from recruitment import actions as recruitment
from staffing import actions as staffing


@shared_task(name="yangquan_portal.tasks.tick")
def tick() -> None:
    """Close what is over. Any number of ticks, at the same time or late, do it once."""
    recruitment.close_due(now=clock.now())
    recruitment.publish_figures(now=clock.now())
    recruitment.tell_of_lapsed_switches(now=clock.now())
    recruitment.remind_of_conditions(now=clock.now())
    recruitment.remind_of_corrections(now=clock.now())
    staffing.remind_of_late(now=clock.now())
    evaluation.carry_out_due(now=clock.now())
    evaluation.remind_of_expiring(now=clock.now())
    evaluation.finish_due_appraisals(now=clock.now())
    staffing.return_accounts(now=clock.now())
