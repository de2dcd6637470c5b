"""Every address of recruitment: what everyone reads, the applicant's own pages, the bureaus' desk."""

from recruitment.urls import applicant, exam, public, staff

app_name = "recruitment"
urlpatterns = [*public.urlpatterns, *applicant.urlpatterns, *staff.urlpatterns, *exam.urlpatterns]
