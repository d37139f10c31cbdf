"""Makes the reference pictures of the suite's decoding test, with decoders that are not ours: Pillow, libheif through
pillow-heif, and exiftool for the previews in raw files.

    python3 tests/reference/make.py PHOTOS

PHOTOS is the folder of real photos with INDEX.tsv. For every file that these decoders read without complaint a picture with
a long edge of 256 pixels is written beside this script (upright, sRGB, over white, WebP without loss), and a line into pictures.tsv: path,
licence, file name, width and height before shrinking. The suite's test `reference` compares ours with these.

Needs: pip install pillow pillow-heif numpy; exiftool.
"""

import csv
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import warnings

import numpy
import pillow_heif
from PIL import Image, ImageCms, ImageOps

EDGE = 256
RAW = {"ARW", "CR2", "CR3", "CRW", "DNG", "NEF", "ORF", "PEF", "RAF", "RW2"}
PREVIEWS = ("JpgFromRaw", "PreviewImage", "OtherImage", "ThumbnailImage", "PreviewTIFF")
# The eight values of EXIF Orientation as Pillow's transpositions.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def preview_of(path):
    """The largest preview of a raw file and the turning of the file."""
    best = None
    for tag in PREVIEWS:
        data = subprocess.run(["exiftool", "-b", f"-{tag}", path], capture_output=True).stdout
        try:
            image = Image.open(io.BytesIO(data))
            image.load()
        except Exception:
            continue
        if best is None or image.width > best.width:
            best = image
    if best is None:
        return None
    told = subprocess.run(["exiftool", "-n", "-json", "-IFD0:Orientation", "-Orientation", path], capture_output=True)
    turn = TURNS.get(json.loads(told.stdout)[0].get("Orientation"))
    return best.transpose(turn) if turn is not None else best


def picture_of(path, kind):
    if kind in RAW:
        image = preview_of(path)
        if image is None:
            return None
    else:
        try:
            image = Image.open(path)
            image.load()
        except RuntimeError:
            # libheif without AV1: Pillow has a decoder of its own for it.
            image = Image.open(path, formats=["AVIF"])
            image.load()
        image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    size = image.size
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        image = Image.fromarray((numpy.asarray(image).astype(numpy.float64) / 257).round().astype(numpy.uint8))
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            alpha = image.getchannel("A") if image.mode == "RGBA" else None
            base = image.convert("RGB") if image.mode == "RGBA" else image
            image = ImageCms.profileToProfile(base, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if alpha:
                image.putalpha(alpha)
        except ImageCms.PyCMSError as error:
            print(f"{path}: profile not used: {error}", file=sys.stderr)
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    image = white.convert("RGB")
    long_edge = max(size)
    if long_edge > EDGE:
        side = lambda px: max(1, (px * EDGE + long_edge // 2) // long_edge)
        image = image.resize((side(size[0]), side(size[1])), Image.Resampling.LANCZOS)
    return image, size


def main():
    photos = pathlib.Path(sys.argv[1])
    here = pathlib.Path(__file__).parent
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None
    pillow_heif.register_heif_opener()
    rows = []
    with open(photos / "INDEX.tsv", encoding="utf-8") as index:
        entries = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    for entry in entries:
        path = photos / entry["path"]
        try:
            made = picture_of(str(path), entry["format"])
        except Exception as error:
            made = None
            if "cannot identify" not in str(error):
                print(f"{entry['path']}: left out: {error}", file=sys.stderr)
        if made is None:
            continue
        image, size = made
        name = hashlib.sha256(entry["path"].encode()).hexdigest()[:12] + ".webp"
        image.save(here / name, lossless=True, quality=100, method=6)
        rows.append((entry["path"], entry["licence"], name, *size))
    with open(here / "pictures.tsv", "w", encoding="utf-8", newline="") as out:
        out.write("path\tlicence\tpicture\twidth\theight\n")
        for row in sorted(rows):
            out.write("\t".join(map(str, row)) + "\n")
    print(f"{len(rows)} reference pictures", file=sys.stderr)


main()
