"""One page per person: everything of the service in time order, its papers, and the whole of it as a 个人档案."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from evaluation import personal_file
from policy.powers import Power
from staffing.models import Assistant

FILING = (Power.APPRAISAL_PREPARE, Power.APPRAISAL_CONFIRM)


@requires(Power.ROSTER_VIEW)
@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """What this reader may see of one person, the newest first."""
    found = _find(request, pk)
    context = {
        "person": found,
        "facts": personal_file.facts(found),
        "events": personal_file.history(found, request.user),
        "papers": personal_file.papers(found, request.user),
        "materials": personal_file.materials(found, request.user),
        "may_file": any(holds(request.user, power) for power in FILING),
    }
    return render(request, "evaluation/people/person.html", context)


@requires(*FILING)
@require_POST
def person_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the 个人档案 as it stands."""
    paper = personal_file.ask_personal_file(_find(request, pk), by=request.user, now=request.now)
    return redirect("documents:paper", paper.code)


def _find(request: SignedInRequest, pk: int) -> Assistant:
    return get_object_or_404(Assistant.objects.visible_to(request.user).select_related("county", "person"), pk=pk)
