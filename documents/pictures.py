"""Photographs and scans: measured by their header before anything is decoded, then redrawn upright and without what they carry along."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

PHOTO = (295, 413)  # pixels of a one-inch photo at 300 dpi
PHOTO_BYTES = 200 * 1024
DPI = (300, 300)
LONGEST_SIDE = 3508  # A4 at 300 dpi
THUMBNAIL_SIDE = 320

# Decoding costs memory by pixels, not by bytes. A JPEG is decoded at a reduced scale, a PNG only whole.
MOST_PIXELS = {"JPEG": 52_000_000, "MPO": 52_000_000, "PNG": 17_000_000}
LONGEST_DECODED = 20_000  # a strip of 65,535 × 1 is no picture


class NoPicture(ValueError):
    """The bytes are not a whole picture; the text is the sentence for the person."""


TOO_LARGE = "图片尺寸过大，请用手机相册“压缩”后再上传。"
BROKEN = "图片不完整，打不开。请重新拍照或重新导出后再上传。"


@dataclass(frozen=True)
class Crop:
    """The part of the upright picture to keep, as shares of its width and height from 0 to 1."""

    left: float
    top: float
    width: float
    height: float

    def box(self, size: tuple[int, int]) -> tuple[float, float, float, float]:
        """Pixels (left, top, right, bottom) inside a picture of `size`."""
        left, top = min(max(self.left, 0), 1) * size[0], min(max(self.top, 0), 1) * size[1]
        return left, top, min(left + self.width * size[0], size[0]), min(top + self.height * size[1], size[1])


def portrait(content: bytes, crop: Crop | None) -> bytes:
    """A JPEG of 295 × 413 pixels and at most 200 KB: the crop, or the middle of the picture.

    :raises NoPicture:
    """
    picture = _upright(content)
    if crop is not None:
        left, top, right, bottom = crop.box(picture.size)
        if right - left < 1 or bottom - top < 1:
            raise NoPicture("裁剪框落在照片之外，请重新选取。")
        picture = picture.crop((round(left), round(top), round(right), round(bottom)))
    if picture.width < PHOTO[0] or picture.height < PHOTO[1]:
        seen, least = f"{picture.width}×{picture.height}", f"{PHOTO[0]}×{PHOTO[1]}"
        raise NoPicture(f"照片太小（{seen} 像素），印出来会看不清。请上传不小于 {least} 像素的照片。")
    picture = ImageOps.fit(picture, PHOTO, Image.Resampling.LANCZOS)
    for quality in (92, 85, 75, 60):
        drawn = _jpeg(picture, quality)
        if len(drawn) <= PHOTO_BYTES:
            break
    return drawn


def scan(content: bytes) -> bytes:
    """A JPEG of the whole picture, no side longer than A4 at 300 dpi.

    :raises NoPicture:
    """
    picture = _upright(content)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(picture, 85)


def thumbnail(content: bytes) -> bytes:
    """A small JPEG of a picture we have kept, so that a page of papers weighs little on a phone."""
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        picture.load()
        small = _on_white(picture)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(small, 75)


def _is_whole(content: bytes) -> bool:
    """Whether the picture's end is there. Asked here because other libraries switch Pillow's own check off for the whole process.

    In a JPEG neither marker can occur inside picture data, and a thumbnail has both of its own before the picture begins.
    """
    if content.startswith(b"\x89PNG"):
        return b"IEND" in content
    return content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda")


def _upright(content: bytes) -> Image.Image:
    if not _is_whole(content):
        raise NoPicture(BROKEN)
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise NoPicture(TOO_LARGE) from fault
    except (OSError, SyntaxError, ValueError) as fault:  # what Pillow raises on broken headers
        raise NoPicture(BROKEN) from fault
    with picture:
        width, height = picture.size
        if width * height > MOST_PIXELS[picture.format or "PNG"] or max(width, height) > LONGEST_DECODED:
            raise NoPicture(TOO_LARGE)
        try:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
            return _on_white(picture)
        except (OSError, SyntaxError, ValueError) as fault:
            raise NoPicture(BROKEN) from fault


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    paper = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.info = {}  # no EXIF, no comment, no colour profile of a camera
    picture.save(out, "JPEG", quality=quality, dpi=DPI, optimize=True)
    return out.getvalue()
