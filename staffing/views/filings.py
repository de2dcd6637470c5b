"""What a county sends up: the list, one filing, its page for writing, its versions, and what is enclosed."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.delivery import hand_out
from documents.exports import export, filter_words
from documents.models import OfficialPaper, PaperKind
from documents.uploads import UnfitFile
from policy.filings import KINDS, QUOTA, FilingKind
from policy.powers import Power
from staffing import actions, differences, filing_sheets, progress, standing
from staffing.documents import shown as text_of
from staffing.forms.filings import FilingFilterForm, MatterForm, YearForm
from staffing.models import Comment, Filing, Matter, Paper, QuotaPlan
from staffing.places import numbered

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: a kind with the newest of it, or with nothing yet."""

    kind: FilingKind
    paper: Paper | None
    owed: progress.Owed | None

    @property
    def state(self) -> str:
        return standing.word(self.paper) if self.paper else "未填写"

    @property
    def next_act(self) -> str:
        return standing.next_act(self.paper) if self.paper else "经办人开始拟写"

    @property
    def url(self) -> str:
        return url_of(self.paper) if self.paper else ""


@requires(Power.FILING_VIEW)
@require_safe
def filings(request: SignedInRequest) -> HttpResponse:
    """For a county every kind with what stands of it and the next act; for the city and 纪检 everything that counties have begun."""
    form, papers = _read(request)
    one_county = request.user.county_id is not None
    filtered = any(request.GET.get(name) for name in ("county", "kind", "year"))
    lines = _lines(request, papers) if one_county and not filtered else [Line(paper.kind_of_filing, paper, None) for paper in papers]
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "many_counties": not one_county,
        "may_edit": holds(request.user, Power.FILING_EDIT),
        "year": clock.today(request.now).year,
        "query": request.GET.urlencode(),
        "filtered": filtered,
    }
    return render(request, "staffing/filings/list.html", context)


@requires(Power.FILING_VIEW)
@require_safe
def filings_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    form, papers = _read(request)
    return export(request, filing_sheets.list_table(papers), filename="上报材料.xlsx", chosen=filter_words(form, form.cleaned_data))


@requires(Power.FILING_EDIT)
@require_POST
def matter_begin(request: SignedInRequest, kind: str) -> HttpResponse:
    """Begin one of a kind and go to its page for writing."""
    form = YearForm(request.POST)
    county = get_object_or_404(County, pk=request.user.county_id)
    year = form.cleaned_data["year"] if form.is_valid() else clock.today(request.now).year
    try:
        matter = actions.begin_matter(county=county, kind=kind, year=year, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("staffing:filings")
    messages.success(request, "已建立，请逐项填写；可以随时保存，写好后送签。")
    return redirect("staffing:matter_edit", matter.pk)


@requires(Power.FILING_VIEW)
@require_safe
def matter(request: SignedInRequest, pk: int) -> HttpResponse:
    """One filing as it stands: its text, what the city wrote beside it, its versions and papers."""
    found = find_matter(request, pk, "filings__provincial")
    kind = found.kind_of_filing
    written = standing.told(found)
    versions = versions_of(request, found)
    context = {
        **shown(found, standing.by_place(written)),
        "steps": standing.steps(found),
        "versions": versions,
        "acts": {name: holds(request.user, getattr(Power, f"FILING_{name.upper()}")) for name in ("edit", "countersign", "submit", "file")},
        "comments": written,
        "may_withdraw": found.status == "submitted" and versions and versions[0]["filing"].opened_at is None,
        "repeats": kind.repeats,
        "year": clock.today(request.now).year,
        "own": found.entered_by_id == request.user.pk,
    }
    return render(request, "staffing/filings/matter.html", context)


@requires(Power.FILING_EDIT)
def matter_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One page for the whole text and its enclosures. Saving leaves a draft a draft; nothing is sent anywhere."""
    found = find_matter(request, pk)
    if not found.is_editable:
        messages.warning(request, f"材料{standing.word(found)}，内容不能再改。")
        return redirect("staffing:matter", pk)
    form = MatterForm(request.POST or None, request.FILES or None, matter=found, today=clock.today(request.now))
    if form.is_valid():
        try:
            actions.write_matter(
                matter=found,
                content=form.content,
                uploads=form.uploads,
                removed=form.removed,
                by=request.user,
                seen=form.cleaned_data["seen"],
                now=request.now,
            )
        except Stale as problem:
            found = find_matter(request, pk)
            form.add_error(None, f"{problem}您填的内容仍在本页；再次保存就以本页为准。")
            form.overtaken(found)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已保存。")
            return redirect("staffing:matter_edit" if "stay" in request.POST else "staffing:matter", pk)
    context = {"matter": found, "form": form, "comments": standing.by_place(standing.told(found))}
    return render(request, "staffing/filings/edit.html", context)


@requires(Power.FILING_VIEW)
@require_safe
def matter_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """One filing as a spreadsheet."""
    found = find_matter(request, pk)
    return export(request, filing_sheets.matter_table(found), filename=f"{found}.xlsx")


@requires(Power.FILING_VIEW)
@require_safe
def filing_sent(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version as it went up, beside the one before it or any earlier one of the same thing."""
    found, earlier, older = _compared(request, pk)
    told = list(found.comments.select_related("by")) if found.decided_at else []
    context = {
        "filing": found,
        "older": older,
        "earlier": earlier,
        "changes": differences.parts(found, older),
        "enclosures": list(differences.enclosures(found, older)),
        "rows": differences.rows(found, older, numbered(told)) if found.kind == QUOTA else [],
        "count": differences.count(found, older) if older else 0,
        "comments": standing.commented(found, told),
        "back": url_of(found.paper),
        "files": found.enclosures,
    }
    return render(request, "staffing/filings/sent.html", context)


@requires(Power.FILING_VIEW)
@require_safe
def filing_sent_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same version beside the same earlier one as a spreadsheet."""
    found, _, older = _compared(request, pk)
    return export(request, differences.table(found, older), filename=f"{found.title}{found.which}.xlsx")


@requires(Power.FILING_VIEW)
@require_safe
def matter_journeys_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every journey of one matter as a spreadsheet."""
    found = find_matter(request, pk)
    table = filing_sheets.journeys_table(found, found.filings.all())
    return export(request, table, filename=f"{found}历次上报.xlsx", back=url_of(found))


@requires(Power.FILING_VIEW)
@require_safe
def filing_file(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """An enclosure as it went up."""
    found = get_object_or_404(Filing.objects.visible_to(request.user), pk=pk)
    file = standing.file_sent(found, key)
    if file is None:
        raise Http404
    return hand_out(file)


@requires(Power.FILING_VIEW, Power.PLAN_VIEW)
@require_safe
def enclosure_file(request: SignedInRequest, pk: int, key: str, *, of: type[Matter] | type[QuotaPlan]) -> HttpResponse:
    """An enclosure that lies beside a matter or a plan now."""
    paper = cast(Paper, get_object_or_404(of.objects.visible_to(request.user), pk=pk))
    return hand_out(get_object_or_404(paper.enclosures.select_related("file"), key=key).file)


def url_of(paper: Any) -> str:
    """The page of a plan or a matter."""
    return reverse("staffing:plan" if isinstance(paper, QuotaPlan) else "staffing:matter", args=[paper.pk])


def find_matter(request: SignedInRequest, pk: int, *further: str) -> Matter:
    """The matter if this person may see it, with its people, journeys, enclosures and what `further` names; 404 otherwise."""
    rows = Matter.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows.prefetch_related("filings__submitted_by", "filings__decided_by", "enclosures__file", *further), pk=pk)


def shown(found: Matter, written: dict[str, list[Comment]]) -> dict[str, Any]:
    """The text and enclosures, which every page of a matter shows."""
    from_kind = found.kind_of_filing
    enclosed = {each.key: each for each in found.enclosures.all()}
    return {
        "matter": found,
        "kind": from_kind,
        "word": standing.word(found),
        "next_act": standing.next_act(found),
        "parts": [
            (part, text_of(found.content.get(part.key), part.shape), written.get(f"part:{part.key}", [])) for part in from_kind.parts
        ],
        "enclosures": [(each, enclosed.get(each.key), written.get(f"enclosure:{each.key}", [])) for each in from_kind.enclosures],
        "lacking": actions.lacking(found),
    }


def versions_of(request: SignedInRequest, paper: Paper) -> list[dict[str, Any]]:
    """Every journey, the newest first, with its receipt and its notice."""
    filings = list(paper.filings.all())
    kinds = (PaperKind.FILING_RECEIPT, PaperKind.FILED_NOTICE)
    papers = {
        (each.about, each.kind): each
        for each in OfficialPaper.objects.visible_to(request.user)
        .defer("source")
        .filter(kind__in=kinds, about__in=[named(filing) for filing in filings])
    }
    return [{"filing": filing, **{kind.value: papers.get((named(filing), kind)) for kind in kinds}} for filing in filings]


def _compared(request: SignedInRequest, pk: int) -> tuple[Filing, list[Filing], Filing | None]:
    """One version, all before it, and the one it is held against: as the address says, else the last."""
    found = get_object_or_404(
        Filing.objects.visible_to(request.user).select_related("county", "plan__county", "matter__county", "submitted_by", "decided_by"),
        pk=pk,
    )
    earlier = list(Filing.objects.visible_to(request.user).before(found))
    wanted = request.GET.get("with", "")
    older = next((each for each in earlier if str(each.pk) == wanted), earlier[0] if earlier else None)
    return found, earlier, older


def _read(request: SignedInRequest) -> tuple[FilingFilterForm, list[Paper]]:
    """The filter and what it finds: plans and matters, newest year first."""
    matters = Matter.objects.visible_to(request.user).select_related("county").prefetch_related("filings")
    plans = QuotaPlan.objects.visible_to(request.user).select_related("county").prefetch_related("filings")
    papers: list[Paper] = [*plans, *matters]
    years = sorted({paper.year for paper in papers}, reverse=True)
    form = FilingFilterForm(request.GET, years=years, one_county=request.user.county_id is not None)
    form.is_valid()
    wanted = form.cleaned_data
    if county := wanted.get("county"):
        papers = [paper for paper in papers if paper.county_id == county.pk]
    if kind := wanted.get("kind"):
        papers = [paper for paper in papers if paper.kind_of_filing.key == kind]
    if year := wanted.get("year"):
        papers = [paper for paper in papers if paper.year == year]
    order = list(KINDS)
    return form, sorted(papers, key=lambda paper: (-paper.year, paper.county.code, order.index(paper.kind_of_filing.key), paper.pk))


def _lines(request: SignedInRequest, papers: list[Paper]) -> list[Line]:
    """Every kind once with its newest, and further ones of kinds of which the county has more."""
    today = clock.today(request.now)
    programme = progress.current(today)
    county = County.objects.filter(pk=request.user.county_id or 0)
    owed = {
        each.obligation.filing_kind: each
        for each in (progress.standing(programme, county, today) if programme else [])
        if each.obligation.filing_kind
    }
    lines = []
    for key, kind in KINDS.items():
        mine: list[Paper | None] = [paper for paper in papers if paper.kind_of_filing.key == key]
        lines += [Line(kind, paper, owed.get(key) if place == 0 else None) for place, paper in enumerate(mine or [None])]
    return lines
