"""A list that leaves the portal with full numbers: the password again, a stated reason, a line in the trail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.exports import content_of
from documents.spreadsheets import Table
from staffing import actions
from staffing.forms.roster import FullExportForm


def hand_out_whole(request: SignedInRequest, table: Table, *, of: str, rows: int, label: str, told: str) -> HttpResponse:
    """Ask what it is for and which columns go, record it, and hand the list out. `of` is its page, `told` what leaves, as one sentence."""
    form = FullExportForm(request.POST or None, sheet=table.sheet)
    if form.is_valid():
        occasion, columns = form.cleaned_data["occasion"], form.cleaned_data["column"]
        try:
            actions.export_whole(of=of, rows=rows, columns=table.named(columns), occasion=occasion, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return export_response(
                f"{table.sheet.title}（含完整号码）.xlsx", content_of(table.only(columns), by=request.user, now=request.now)
            )
    context = {
        "heading": label,
        "consequences": [
            told,
            "谁、什么时间、什么事由、导出多少人，都记入操作留痕。",
            "文件离开平台以后由您负责保管，用完及时删除。",
        ],
        "irreversible": "导出以后不能收回。",
        "form": form,
        "label": label,
        "cancel_url": reverse(f"staffing:{of}"),
    }
    return render(request, "portal/confirm.html", context)
