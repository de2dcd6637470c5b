"""Pages that anyone may read: home, notices, the eligibility check, objections. Nothing here asks who is reading."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from bureaus import clock as portal_clock
from bureaus.models import County
from bureaus.requests import PortalRequest
from bureaus.sealing import fingerprint
from policy.rules import judge
from policy.tracks import NOTICES, PUBLIC
from recruitment import actions, changes, eligibility, figures, openings
from recruitment.forms.public import EligibilityCheck, NoticeFilter, ObjectionForm
from recruitment.models import PublicNotice, Round
from recruitment.pages import published

NEWEST = 8
PER_PAGE = 20
OBJECTIONS_AN_HOUR = 5
HOUR = 3600


@login_not_required
@published()
def home(request: PortalRequest) -> HttpResponse:
    """What is open, what was published lately, how recruitment goes."""
    now = request.now
    rounds = openings.current(now)
    newest = list(openings.notices()[:NEWEST])
    response = render(
        request,
        "recruitment/public/home.html",
        {
            "openings": rounds,
            "only": rounds.open[0] if len(rounds.open) == 1 else None,
            "notices": [openings.line(notice, now) for notice in newest],
            "steps": [stage.title for stage in PUBLIC.stages],
            "current_step": "报名" if rounds.open else "",
        },
    )
    every = [*rounds.open, *rounds.coming, *rounds.running]
    return _until(response, openings.changes_at(every, now, days=[notice.last_day for notice in newest]))


@login_not_required
@never_cache
def clock(request: PortalRequest) -> HttpResponse:
    """The portal's present instant, for the countdown of a page that was kept."""
    return HttpResponse(localtime(request.now).isoformat(timespec="milliseconds"), content_type="text/plain; charset=utf-8")


@login_not_required
@published()
def guide(request: PortalRequest) -> HttpResponse:
    """How to register, what to have ready, how the stages go."""
    return render(request, "recruitment/public/guide.html", {"steps": PUBLIC.stages})


@login_not_required
@published()
def supervision(request: PortalRequest) -> HttpResponse:
    """Whom to call: each county's bureau for questions and for complaints."""
    return render(request, "recruitment/public/supervision.html", {"counties": County.objects.all()})


@login_not_required
@published("county", "kind", "page")
def notices(request: PortalRequest) -> HttpResponse:
    """Every posted notice, newest first."""
    form = NoticeFilter(request.GET)
    found = openings.notices()
    if form.is_valid():
        if county := form.cleaned_data["county"]:
            found = found.filter(round__county=county)
        if kind := form.cleaned_data["kind"]:
            found = found.filter(kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    response = render(
        request,
        "recruitment/public/notices.html",
        {"filter": form, "page": page, "notices": [openings.line(notice, request.now) for notice in page]},
    )
    return _until(response, openings.next_boundary(request.now))


@login_not_required
@published()
def notice(request: PortalRequest, pk: int) -> HttpResponse:
    """One notice: its frozen text, where it stands, and the papers that go with it."""
    found = get_object_or_404(
        PublicNotice.objects.posted().select_related("round__county", "round__intake", "paper", "replaces", "replaced_by"), pk=pk
    )
    newer = openings.newest(found)
    response = render(
        request,
        "recruitment/public/notice.html",
        {
            "notice": found,
            "round": found.round,
            "kind": NOTICES[found.kind].titled(found.round.intake.track),
            "word": openings.word(found, request.now),
            "may_register": found.kind == "announcement" and openings.registration_word(found.round, request.now) == "报名中",
            "takes_objections": openings.takes_objections(found, request.now),
            "older": found.replaces,
            "changes": changes.between(found, found.replaces) if found.replaces else [],
            "newer": newer,
            "address": request.build_absolute_uri(reverse("recruitment:notice", args=[pk])),
        },
    )
    return _until(response, openings.changes_at([found.round], request.now, days=[found.last_day]))


@login_not_required
@published()
def apply(request: PortalRequest) -> HttpResponse:
    """报名入口: the rounds one can apply to, and those that come next."""
    rounds = openings.current(request.now)
    response = render(request, "recruitment/public/apply.html", {"openings": rounds})
    return _until(response, openings.changes_at([*rounds.open, *rounds.coming], request.now))


@login_not_required
@published()
def check(request: PortalRequest, pk: int) -> HttpResponse:
    """The eligibility check stands on the page before the form."""
    get_object_or_404(Round.objects.announced(), pk=pk)
    return redirect(f"{reverse('recruitment:start', args=[pk])}#check")


@login_not_required
@published()
def posts(request: PortalRequest, pk: int) -> HttpResponse:
    """The posts of a round with yesterday's or today's numbers: what somebody chooses by. Never a name, no small number."""
    round = get_object_or_404(Round.objects.announced().select_related("county", "intake", "scheme"), pk=pk)
    table = figures.told(round)
    words = {"round": round, "rows": table.rows, "taken_at": table.taken_at, "word": openings.registration_word(round, request.now)}
    response = render(request, "recruitment/public/posts.html", words)
    return _until(response, openings.changes_at([round], request.now))


# Nothing is kept or changed by the answers, so the form needs no token and the page before it can be kept for everybody.
@login_not_required
@csrf_exempt
@published()
def start(request: PortalRequest, pk: int) -> HttpResponse:
    """Before the form: who may apply, what to have ready, until when; and four answers held against the rules of the round."""
    round = get_object_or_404(openings.with_numbers(Round.objects.announced()), pk=pk)
    form = EligibilityCheck(request.POST or None, round=round, today=portal_clock.today(request.now))
    findings = None
    if form.is_valid():
        verdict = judge(eligibility.rules_of(round), form.candidate())
        findings = [finding for finding in verdict.findings if finding.by == "fact"]
    response = render(
        request,
        "recruitment/public/start.html",
        {
            "round": round,
            "form": form,
            "findings": findings,
            "failed": [finding for finding in findings or [] if finding.state is False],
            "word": openings.registration_word(round, request.now),
            "announcement": openings.announcement_of(round),
            "conditions": eligibility.rules_of(round),
            "vacancies": round.vacancies.select_related("line__office"),
        },
    )
    return _until(response, openings.changes_at([round], request.now))


@login_not_required
def objection(request: PortalRequest, pk: int) -> HttpResponse:
    """公示异议, from anybody, while the 公示 runs."""
    found = get_object_or_404(PublicNotice.objects.posted().select_related("round__county"), pk=pk, kind="proposed_hires")
    form = ObjectionForm(request.POST or None, notice=found)
    if form.is_valid():
        if _too_many(request):
            return render(request, "429.html", {"retry_after": HOUR}, status=429)
        said = form.cleaned_data
        try:
            actions.receive_objection(
                notice=found, text=said["text"], contact=said["contact"], application=said["application"], now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("recruitment:objection_received", pk=pk)
    return render(
        request,
        "recruitment/public/objection.html",
        {"notice": found, "form": form, "open": openings.takes_objections(found, request.now)},
    )


@login_not_required
def objection_received(request: PortalRequest, pk: int) -> HttpResponse:
    """What happens next with an objection."""
    found = get_object_or_404(PublicNotice.objects.posted().select_related("round__county"), pk=pk, kind="proposed_hires")
    return render(request, "recruitment/public/objection_received.html", {"notice": found})


def _until(response: HttpResponse, changes_at: datetime | None) -> HttpResponse:
    response.changes_at = changes_at  # type: ignore[attr-defined]
    return response


def _too_many(request: PortalRequest) -> bool:
    """Whether this address has sent enough for one hour. Without the cache nobody is turned away."""
    key = f"objections:{fingerprint(request.META.get('REMOTE_ADDR', ''), purpose='objection')}"
    try:
        cache.add(key, 0, timeout=HOUR)
        return bool(cache.incr(key) > OBJECTIONS_AN_HOUR)
    except (RedisError, OSError, ValueError):
        return False
