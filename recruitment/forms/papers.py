"""The one form of the papers page: files by the paper they belong to, or by the picture they take the place of."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from recruitment.models import Attachment
from recruitment.models.applications import AttachmentKind


class SeveralFiles(forms.FileInput):
    """A file control that may bring more than one."""

    allow_multiple_selected = True


class PapersForm(forms.Form):
    """A field for each paper, and one for each picture that may be replaced.

    The fields judge nothing: what a file holds is read by its content, file by file.
    """

    def __init__(self, *args: Any, kinds: Sequence[AttachmentKind], standing: Sequence[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.places: dict[str, tuple[AttachmentKind, int | None]] = {kind.value: (kind, None) for kind in kinds}
        self.places |= {f"instead-{row.pk}": (AttachmentKind(row.kind), row.pk) for row in standing}
        for name, (kind, _) in self.places.items():
            widget = SeveralFiles() if kind.most > 1 else forms.FileInput()
            self.fields[name] = forms.Field(label=str(kind.label), required=False, widget=widget)

    def uploads(self) -> Iterator[tuple[str, str, int | None, "UploadedFile[Any]"]]:
        """Every file that came: its field, its paper, the row it takes the place of, the file."""
        for name, (kind, instead_of) in self.places.items():
            for upload in self.files.getlist(name) if self.is_bound else ():
                yield name, kind.value, instead_of, upload

    @property
    def first_kind(self) -> str:
        """The paper that a file was sent for."""
        return next((kind for _, kind, _, _ in self.uploads()), AttachmentKind.PHOTO.value)

    def faults_of(self, kind: AttachmentKind) -> list[str]:
        """The sentences for the files sent for one paper."""
        if not self.is_bound:
            return []
        return [str(fault) for name, (whose, _) in self.places.items() if whose == kind for fault in self.errors.get(name, [])]
