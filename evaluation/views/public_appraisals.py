"""What anybody may open: the 公示 of 优秀 and of 表彰 while it runs, and the form behind a one-use link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.requests import PortalRequest
from evaluation import actions
from evaluation.forms.appraisals import OpinionForm
from evaluation.models import Appraisal, Commendation
from evaluation.opinions import open_link
from policy.appraisal_way import AUDIENCES

GONE = "每个链接只能用一次；考核定等次以后也不再接收评价。没有评价过的，请向发链接的人要一个新的。"


@login_not_required
@require_safe
def publicity(request: PortalRequest) -> HttpResponse:
    """Everybody who stands in a 公示 today, by county; when the days are over the names are gone from here."""
    today = clock.today(request.now)
    rows = Appraisal.objects.posted(today).select_related("assistant", "period__county")
    sheets = rows.prefetch_related("marks__office").order_by("period__county__code", "period", "pk")
    praised = Commendation.objects.posted(today).select_related("assistant__county").order_by("assistant__county__code", "year", "pk")
    return render(request, "evaluation/publicity.html", {"sheets": list(sheets), "commendations": list(praised)})


@login_not_required
def opinion(request: PortalRequest, token: str) -> HttpResponse:
    """The form of one recipient; after it nothing on the page or in the tables says who sent what."""
    link = open_link(token)
    if link is None:
        return _told(request, "这个链接不能用了", GONE, 410)
    form = OpinionForm(request.POST or None, audience=AUDIENCES[link.audience])
    if form.is_valid():
        try:
            actions.give_opinion(token=token, given=form.cleaned_data, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return _told(request, "评价已收到", "谢谢。系统只把您的评价加进汇总，不记是谁写的；这个链接已经失效。", 200)
    response = render(request, "evaluation/opinion.html", {"link": link, "form": form})
    return _quiet(response)


def _told(request: PortalRequest, title: str, text: str, status: int) -> HttpResponse:
    return _quiet(render(request, "evaluation/opinion_told.html", {"title": title, "text": text}, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
