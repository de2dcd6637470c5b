"""Addresses of appraisal: the county, its offices, the assistants' own pages, and the public ones."""

from django.urls import path

from evaluation.views import appraisal_schemes as schemes
from evaluation.views import appraisals, counties, my_appraisals, objections, periods, public_appraisals

urlpatterns = [
    path("appraisals/", periods.periods, name="periods"),
    path("appraisals/export/", periods.periods_export, name="periods_export"),
    path("appraisals/counties/", counties.counties, name="counties"),
    path("appraisals/counties/export/", counties.counties_export, name="counties_export"),
    path("appraisals/open/", periods.period_open, name="period_open"),
    path("appraisals/periods/<int:pk>/", periods.period, name="period"),
    path("appraisals/periods/<int:pk>/export/", periods.period_export, name="period_export"),
    path("appraisals/periods/<int:pk>/opinions/end/", periods.period_end_opinions, name="period_end_opinions"),
    path("appraisals/periods/<int:pk>/offer/", periods.period_offer, name="period_offer"),
    path("appraisals/periods/<int:pk>/confirm/", periods.period_confirm, name="period_confirm"),
    path("appraisals/periods/<int:pk>/return/", periods.period_return, name="period_return"),
    path("appraisals/periods/<int:pk>/pack/", periods.period_pack, name="period_pack"),
    path("appraisals/periods/<int:pk>/pack/progress/", periods.period_pack_progress, name="period_pack_progress"),
    path("appraisals/packs/<int:pk>.pdf", periods.pack_pdf, name="pack_pdf"),
    path("appraisals/schemes/", schemes.appraisal_schemes, name="appraisal_schemes"),
    path("appraisals/schemes/export/", schemes.schemes_export, name="schemes_export"),
    path("appraisals/schemes/begin/", schemes.appraisal_scheme_begin, name="appraisal_scheme_begin"),
    path("appraisals/schemes/<int:pk>/", schemes.appraisal_scheme, name="appraisal_scheme"),
    path("appraisals/schemes/<int:pk>/edit/", schemes.appraisal_scheme_edit, name="appraisal_scheme_edit"),
    path("appraisals/schemes/<int:pk>/offer/", schemes.appraisal_scheme_offer, name="appraisal_scheme_offer"),
    path("appraisals/schemes/<int:pk>/confirm/", schemes.appraisal_scheme_confirm, name="appraisal_scheme_confirm"),
    path("appraisals/schemes/<int:pk>/return/", schemes.appraisal_scheme_return, name="appraisal_scheme_return"),
    path("appraisals/office/", appraisals.office_appraisals, name="office_appraisals"),
    path("appraisals/office/export/", appraisals.office_appraisals_export, name="office_appraisals_export"),
    path("appraisals/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/summary/", appraisals.appraisal_summary, name="appraisal_summary"),
    path("appraisals/<int:pk>/marks/", appraisals.appraisal_marks, name="appraisal_marks"),
    path("appraisals/<int:pk>/receipt/", appraisals.appraisal_receipt, name="appraisal_receipt"),
    path("appraisals/<int:pk>/links/", appraisals.appraisal_links, name="appraisal_links"),
    path("appraisals/<int:pk>/answer/", appraisals.appraisal_answer, name="appraisal_answer"),
    path("appraisals/<int:pk>/object/", objections.appraisal_object, name="appraisal_object"),
    path("appraisals/<int:pk>/paper/", appraisals.appraisal_paper, name="appraisal_paper"),
    path("service/appraisals/", my_appraisals.my_appraisals, name="my_appraisals"),
    path("service/appraisals/<int:pk>/", my_appraisals.my_appraisal, name="my_appraisal"),
    path("service/appraisals/<int:pk>/summary/", my_appraisals.my_summary, name="my_summary"),
    path("service/appraisals/<int:pk>/signature/", my_appraisals.my_signature, name="my_signature"),
    path("service/appraisals/<int:pk>/recheck/", my_appraisals.my_recheck, name="my_recheck"),
    path("publicity/", public_appraisals.publicity, name="publicity"),
    path("opinions/<str:token>/", public_appraisals.opinion, name="opinion"),
]
