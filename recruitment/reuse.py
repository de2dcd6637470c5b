"""What somebody filled in for an earlier registration, offered for the one in hand: shown first, taken over only where it is chosen."""

from dataclasses import dataclass

from recruitment import answers
from recruitment.models import Application, Attachment
from recruitment.registration import RELATIVES, SECTIONS, sections_of
from recruitment.registration import papers_of as asked_for

PARTS = ("education", "residence", "experience", "papers")
# The post is chosen anew, and nobody declares or promises for another time. Relatives are offered too where they are of the same county.


@dataclass(frozen=True)
class Offer:
    """One part of an earlier registration: its key, its title, and pairs of what was asked and what was answered."""

    key: str
    title: str
    rows: list[tuple[str, object]]


def earlier(application: Application) -> Application | None:
    """The person's newest submitted registration before this one, whatever became of it."""
    others = Application.objects.filter(applicant=application.applicant_id).exclude(pk=application.pk).exclude(submitted_at=None)
    return others.select_related("round__county", "round__intake", "round__scheme").order_by("-submitted_at").first()


def offers(application: Application, source: Application) -> list[Offer]:
    """What `source` holds for those parts of this draft in which nothing stands yet."""
    papers = papers_of(application, source)
    parts = {part.key: part for part in answers.read_back(source, None)}
    found = [
        Offer(key, parts[key].title, [(label, value) for label, value in parts[key].rows if value not in ("", answers.LEFT_OUT)])
        for key in PARTS
        if key in sections_of(application.round) and key in parts and is_empty(application, key) and not is_empty(source, key)
    ]
    if application.has_relatives is None and source.has_relatives is not None and source.county_id == application.county_id:
        found.append(Offer("relatives", RELATIVES, [(RELATIVES, answers.relatives(source))]))
    if papers:
        found.append(Offer("papers", parts["papers"].title, _counted(papers)))
    return found


def is_empty(application: Application, section: str) -> bool:
    """Whether nothing stands in a section of the form."""
    return all(getattr(application, field) in (None, "") for field in SECTIONS[section])


def papers_of(application: Application, source: Application) -> list[Attachment]:
    """The papers of `source` of every kind of which this draft has none."""
    there = set(application.attachments.filter(replaced_at=None).values_list("kind", flat=True))
    rows = source.attachments.filter(replaced_at=None, kind__in=asked_for(application.round)).exclude(kind__in=there)
    return list(rows.select_related("file").order_by("kind", "place"))


def _counted(papers: list[Attachment]) -> list[tuple[str, object]]:
    rows: dict[str, list[Attachment]] = {}
    for paper in papers:
        rows.setdefault(paper.get_kind_display(), []).append(paper)
    return [(label, f"{len(each)} 份，{each[0].file.uploaded_at:%Y-%m-%d} 上传") for label, each in rows.items()]
