"""Every address of evaluation: contracts over time, and appraisal."""

from evaluation import appraisal_waiting, waiting  # noqa: F401 - they register themselves by being read
from evaluation.urls import appraisals, contracts

app_name = "evaluation"
urlpatterns = [*contracts.urlpatterns, *appraisals.urlpatterns]
