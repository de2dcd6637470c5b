"""Where private files lie: outside every web root, under random names, sealed."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from bureaus.sealing import seal, unseal


@deconstructible
class SealedStorage(FileSystemStorage):
    """A folder in which every file is ciphertext. A file is whole or absent: written aside, flushed to disk, then renamed."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        return str(settings.MEDIA_ROOT)

    @property
    def location(self) -> str:
        return str(settings.MEDIA_ROOT)

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        try:
            with open(aside, "wb", opener=_private) as file:
                file.write(seal(content.read(), place=name))
                file.flush()
                os.fsync(file.fileno())
            aside.rename(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return ContentFile(unseal(Path(self.path(name)).read_bytes(), place=name), name=name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def random_name(_instance: object, _filename: str) -> str:
    """A name that tells nothing: two letters of folder, thirty-two hex digits. What the person called the file is a column."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"
