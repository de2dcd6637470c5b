"""Filings at each step of their way, by the real actions."""

from django.core.files.uploadedfile import SimpleUploadedFile

from policy.filings import KINDS, Shape
from policy.powers import Role
from staffing import actions
from staffing.models import Filing, Matter
from tests.documents.factories import make_pdf
from tests.staffing.factories import NOW, checked, city, make_county, staff

TEXT = "各司法所任务重、人手少，拟按所均四人配备。"


def clerk(thing):
    return staff(thing.county, Role.COUNTY_CLERK)


def head(thing):
    return staff(thing.county, Role.COUNTY_HEAD)


def hr(thing):
    return staff(thing.county, Role.COUNTY_HR)


def upload(name="附件.pdf"):
    return SimpleUploadedFile(name, make_pdf(), content_type="application/pdf")


def content_of(kind, **changes):
    samples = {Shape.TEXT: TEXT, Shape.LINE: "基层科", Shape.DAY: "2024-03-01", Shape.NUMBER: 3}
    return {part.key: samples[part.shape] for part in KINDS[kind].parts} | changes


def make_matter(kind="work_plan", county=None) -> Matter:
    """Just begun, nothing written."""
    county = county or make_county()
    return actions.begin_matter(county=county, kind=kind, year=2024, by=staff(county, Role.COUNTY_CLERK), now=NOW)


def write(matter, *, by=None, **changes) -> Matter:
    """Everything its kind asks for, with the changes given."""
    uploads = {each.key: upload() for each in matter.kind_of_filing.enclosures if each.required and not matter.enclosures.exists()}
    return actions.write_matter(
        matter=matter,
        content=content_of(matter.kind, **changes),
        uploads=uploads,
        removed=[],
        by=by or clerk(matter),
        seen=matter.version,
        now=NOW,
    )


def sign(matter) -> Matter:
    """Handed on by the clerk, and countersigned where the document asks for it."""
    matter = actions.offer_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)
    if matter.joint:
        matter = actions.countersign_matter(matter=matter, by=hr(matter), seen=matter.version, now=NOW)
    return matter


def submit(matter) -> Matter:
    return actions.submit_matter(matter=matter, by=head(matter), seen=matter.version, now=NOW)


def make_sent(kind="work_plan", county=None, **changes) -> Filing:
    """A filing that has just arrived."""
    return submit(sign(write(make_matter(kind, county), **changes))).filings.first()


def make_returned(kind="work_plan", *, comments=(), **changes) -> Filing:
    filing = make_sent(kind, **changes)
    for place, text in comments:
        actions.comment(filing=filing, place=place, text=text, by=city(), now=NOW)
    return actions.return_filing(filing=filing, opinion="请补充测算依据。", by=city(), now=NOW)


def make_filed(kind="work_plan", county=None) -> Filing:
    filing = make_sent(kind, county)
    number = actions.suggested_filing_number(filing.paper, now=NOW)
    return actions.file_filing(filing=filing, filing_number=number, opinion="同意。", marks=checked(filing.kind), by=city(), now=NOW)
