"""Every address of evaluation: contracts over time, appraisal, daily work, one person, rewards and discipline."""

from evaluation import appraisal_waiting, conduct_waiting, daily_waiting, waiting  # noqa: F401 - they register themselves by being read
from evaluation.urls import appraisals, conduct, contracts, daily, people

app_name = "evaluation"
urlpatterns = [
    *contracts.urlpatterns,
    *appraisals.urlpatterns,
    *daily.urlpatterns,
    *people.urlpatterns,
    *conduct.urlpatterns,
]
