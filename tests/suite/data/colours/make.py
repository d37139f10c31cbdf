"""Pictures of patches in three colour spaces with profiles of our own, and what littlecms makes of them in sRGB.

    python3 make_colours.py FOLDER        (Pillow with littlecms)
"""
import io
import struct
import sys
from pathlib import Path

from PIL import Image, ImageCms


def s15(value):
    return struct.pack(">i", round(value * 65536))


def xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(s15(v) for v in values)


def text(words):
    return b"text\0\0\0\0" + words.encode() + b"\0"


def desc(words):
    data = words.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + bytes(12 + 67)


def profile(device_class, space, pcs, tags):
    """ICC.1:2001-04: header (6.1), tag table (6.2)."""
    tags = [(b"desc", desc("patches")), (b"cprt", text("No copyright"))] + tags
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags:
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, device_class, space, pcs)
    head += struct.pack(">6H", 2026, 1, 5, 0, 0, 0) + b"acsp" + bytes(24)
    head += struct.pack(">I", 1) + s15(0.9642) + s15(1.0) + s15(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def rgb_profile(columns, gamma=None, curve=None):
    if gamma is not None:
        trc = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    else:
        trc = b"curv\0\0\0\0" + struct.pack(">I", 1024)
        trc += b"".join(struct.pack(">H", round(curve(n / 1023) * 65535)) for n in range(1024))
    tags = [(b"wtpt", xyz((0.9642, 1.0, 0.8249)))]
    tags += [(name, xyz(column)) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns)]
    tags += [(name, trc) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return profile(b"mntr", b"RGB ", b"XYZ ", tags)


def srgb_curve(v):
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def inks_profile():
    """lut8 (ICC.1:2001-04, 6.5.8) of 9^4 points: inks that take away light of their kind, and some of the others'."""
    grid = [n / 8 for n in range(9)]
    data = b"mft1\0\0\0\0" + bytes([4, 3, len(grid), 0])
    data += b"".join(s15(v) for v in (1, 0, 0, 0, 1, 0, 0, 0, 1))
    data += bytes(range(256)) * 4
    for c in grid:
        for m in grid:
            for y in grid:
                for k in grid:
                    light = [(1 - 0.88 * c) * (1 - 0.12 * m) * (1 - 0.02 * y),
                             (1 - 0.30 * c) * (1 - 0.80 * m) * (1 - 0.06 * y),
                             (1 - 0.12 * c) * (1 - 0.42 * m) * (1 - 0.86 * y)]
                    light = [v * (1 - 0.96 * k) for v in light]
                    r, g, b = (v ** 1.6 for v in light)
                    x = 0.4361 * r + 0.3851 * g + 0.1431 * b
                    yy = 0.2225 * r + 0.7169 * g + 0.0606 * b
                    z = 0.0139 * r + 0.0971 * g + 0.7141 * b
                    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
                         for t in (x / 0.9642, yy, z / 0.8249)]
                    lab = (116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]))
                    data += bytes([max(0, min(255, round(lab[0] * 2.55))),
                                   max(0, min(255, round(lab[1] + 128))), max(0, min(255, round(lab[2] + 128)))])
    data += bytes(range(256)) * 3
    return profile(b"prtr", b"CMYK", b"Lab ", [(b"wtpt", xyz((0.9642, 1.0, 0.8249))), (b"A2B0", data), (b"A2B1", data)])


# Primaries adapted to D50: Adobe RGB (1998), 4.3.4; SMPTE EG 432-1 with D65.
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))

def patches(n_channels):
    levels = [0, 36, 96, 150, 210, 255]
    if n_channels == 3:
        return [(r, g, b) for r in levels for g in levels for b in levels]
    few = [0, 70, 160, 255]
    return [(c, m, y, k) for c in few for m in few for y in few for k in (0, 60, 140)]


def main(folder):
    folder = Path(folder)
    lines = ["file\tpatch\tr\tg\tb"]
    srgb = ImageCms.createProfile("sRGB")
    spaces = [("adobe-rgb.png", "RGB", rgb_profile(ADOBE, gamma=563 / 256)), ("display-p3.png", "RGB", rgb_profile(P3, curve=srgb_curve)),
              ("inks.jpg", "CMYK", inks_profile())]
    for name, mode, icc in spaces:
        colours = patches(len(mode))
        side = 16 if mode == "CMYK" else 1
        picture = Image.new(mode, (side * 24, side * (len(colours) // 24 + (len(colours) % 24 > 0))))
        for n, colour in enumerate(colours):
            picture.paste(colour, (n % 24 * side, n // 24 * side, (n % 24 + 1) * side, (n // 24 + 1) * side))
        kwargs = {"quality": 100, "subsampling": 0} if name.endswith("jpg") else {"optimize": True}
        picture.save(folder / name, icc_profile=icc, **kwargs)
        stored = Image.open(folder / name)
        intent = ImageCms.Intent.PERCEPTUAL
        flat = ImageCms.profileToProfile(stored, ImageCms.ImageCmsProfile(io.BytesIO(icc)), srgb, outputMode="RGB", renderingIntent=intent)
        for n in range(len(colours)):
            at = (n % 24 * side + side // 2, n // 24 * side + side // 2)
            lines.append("\t".join([name, str(n), *map(str, flat.getpixel(at))]))
    (folder / "colours.tsv").write_text("\n".join(lines) + "\n")


main(sys.argv[1])
