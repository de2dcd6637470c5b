"""Pages of papers: prove one by its code, wait for one, take one along."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bureaus import outbox
from bureaus.models import User
from documents.actions import JOB
from documents.delivery import hand_out
from documents.forms import CodeForm
from documents.models import OfficialPaper, PaperKind

NO_SUCH_PAPER = "没有找到这个核验码对应的公文。请对照公文末尾的核验码再输一次；仍然找不到的，请向发文单位核实。"
NOT_MADE_YET = "这份公文正在排版，通常不到一分钟。"
TRYING_AGAIN = "生成时遇到问题，系统会自动再试，您不用重新提交。"
GIVEN_UP = "这份公文没有生成成功。内容已经保存，请联系发文单位，由系统管理员重新生成。"


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code from paper."""
    form = CodeForm(request.GET.dict() if "code" in request.GET else None)
    if form.is_valid():
        if OfficialPaper.objects.filter(code=form.cleaned_data["code"]).exists():
            return redirect("documents:paper", form.cleaned_data["code"])
        form.add_error("code", NO_SUCH_PAPER)
    return render(request, "documents/verify.html", {"form": form})


@login_not_required
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Prove a paper: everybody sees what a public one says of itself, and of a personal one its kind, issuer and day alone."""
    found = OfficialPaper.objects.select_related("county").defer("source").filter(code=code).first()
    if found is None:
        raise Http404(NO_SUCH_PAPER)
    context = {
        "paper": found,
        "kind": PaperKind(found.kind).label if found.kind in PaperKind else "公文",
        "may_open": _may_open(found, request.user),
        "waiting": _waiting(found),
        "stopped": outbox.has_stopped(JOB, found),
    }
    response = render(request, "documents/paper_page.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_safe
def paper_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF itself. One that is not made yet sends the reader to the page that waits."""
    found = OfficialPaper.objects.defer("source").filter(code=code).first()
    if found is not None and not found.is_public and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if found is None or not _may_open(found, request.user):
        raise Http404("没有找到这份公文，或您无权查看。")
    if found.rendered_at is None:
        return redirect("documents:paper", code)
    return hand_out(found, inline="inline" in request.GET)


def _may_open(found: OfficialPaper, user: User | AnonymousUser) -> bool:
    if found.is_public:
        return True
    return isinstance(user, User) and OfficialPaper.objects.visible_to(user).filter(pk=found.pk).exists()


def _waiting(found: OfficialPaper) -> str:
    """What a paper still waits for, as a sentence; empty when it is made."""
    if found.rendered_at is not None:
        return ""
    reason = outbox.fault_of(JOB, found)
    in_words = reason if reason and not reason.isascii() else ""
    if outbox.has_stopped(JOB, found):
        return in_words or GIVEN_UP
    return in_words or (TRYING_AGAIN if reason else _attached(found) or NOT_MADE_YET)


def _attached(found: OfficialPaper) -> str:
    """How far the papers have come that are put behind this one, as a sentence; empty where there are none."""
    made = OfficialPaper.objects.filter(pk__in=found.attached, rendered_at__isnull=False).count() if found.attached else 0
    return f"其中的文书已排版 {made}/{len(found.attached)} 份，全部排好后合成一份。" if found.attached else ""
