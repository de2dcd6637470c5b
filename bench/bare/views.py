"""Plain pages, and one request that does what a registration must: hash a password, crop a photo, keep five files and a row."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from PIL import Image, ImageOps

from bench.bare.models import LogRow, Mark, Notice, Paper, Registration, Row

PAGE = 50
DAYS = 30


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "notice.html", {"notice": get_object_or_404(Notice, pk=pk)})


def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "queue.html", {"rows": Row.objects.order_by("submitted_at")[:PAGE]})


def log(request: HttpRequest) -> HttpResponse:
    return render(request, "log.html", {"rows": LogRow.objects.order_by("-day", "-pk")[:PAGE]})


def grid(request: HttpRequest) -> HttpResponse:
    return render(request, "grid.html", {"days": range(1, DAYS + 1), "marks": Mark.objects.order_by("name", "day")})


@csrf_exempt
def register(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        made = Registration.objects.create(
            name=request.POST["name"], id_number=request.POST["id_number"], password=make_password(request.POST["password"])
        )
        for kind, upload in request.FILES.items():
            content = _portrait(upload.read()) if kind == "photo" else upload.read()
            path = Path(settings.MEDIA_ROOT) / uuid4().hex
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            Paper.objects.create(registration=made, kind=kind, path=str(path))
    return HttpResponse(str(made.pk))


def _portrait(content: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        ImageOps.fit(picture.convert("RGB"), (295, 413)).save(out, "JPEG", quality=90)
    return out.getvalue()
