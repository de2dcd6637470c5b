"""Every address of evaluation: contracts over time, appraisal, daily work, one person."""

from evaluation import appraisal_waiting, waiting  # noqa: F401 - they register themselves by being read
from evaluation.urls import appraisals, contracts, daily, people

app_name = "evaluation"
urlpatterns = [*contracts.urlpatterns, *appraisals.urlpatterns, *daily.urlpatterns, *people.urlpatterns]
