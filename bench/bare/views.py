"""Two plain pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bench.bare.models import Notice, Row

PAGE = 50


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "notice.html", {"notice": get_object_or_404(Notice, pk=pk)})


def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "queue.html", {"rows": Row.objects.order_by("submitted_at")[:PAGE]})
