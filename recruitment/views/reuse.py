"""An earlier registration offered for this one: everything is shown, and only what is ticked is taken over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from policy.powers import Power
from recruitment import actions
from recruitment import reuse as reading
from recruitment.forms.applicant import ReuseForm
from recruitment.views.draft import WHOLE, find_editable, frame


@requires(Power.APPLY)
def reuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stood in the earlier registration, part by part, each with its own unticked box."""
    application = find_editable(request, pk, *WHOLE)
    source = reading.earlier(application)
    if source is None:
        raise Http404
    offers = reading.offers(application, source)
    form = ReuseForm(request.POST if request.method == "POST" else None, offers=[(offer.key, offer.title) for offer in offers])
    if form.is_valid():
        try:
            taken = actions.reuse(application=application, source=source, parts=form.chosen, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已带入：{'、'.join(taken)}。情况有变化的，请点开修改。")
            return redirect("recruitment:tasks", pk=pk)
    return render(
        request,
        "recruitment/applicant/reuse.html",
        {
            **frame(request, application),
            "source": source,
            "form": form,
            "offers": [
                {"rows": [{"label": label, "value": value} for label, value in offer.rows], "title": offer.title, "field": form[offer.key]}
                for offer in offers
            ],
        },
    )
