"""Every address of evaluation: contracts over time, appraisal, daily work."""

from evaluation import appraisal_waiting, waiting  # noqa: F401 - they register themselves by being read
from evaluation.urls import appraisals, contracts, daily

app_name = "evaluation"
urlpatterns = [*contracts.urlpatterns, *appraisals.urlpatterns, *daily.urlpatterns]
