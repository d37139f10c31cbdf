"""Makes photos as a phone does, 12 megapixels and about 4 MB each, for benches/peers.py. Needs Pillow.

Whole ones are all different pictures. Hollow ones are for reading metadata only: begin and end are those of a whole photo with
another date and other bytes in each, the middle is a hole in the file, so that ten thousand fit on a disk.
"""

import os
import random
import sys
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (4080, 3060)
KEPT = 160 * 1024  # more than any of the compared programs reads at either end


def picture(seed):
    """Soft shapes under the grain of a small sensor."""
    dice = random.Random(seed)
    small = Image.new("RGB", (408, 306), tuple(dice.randrange(60, 200) for _ in range(3)))
    draw = ImageDraw.Draw(small)
    for _ in range(60):
        x, y, r = dice.randrange(408), dice.randrange(306), dice.randrange(6, 70)
        draw.ellipse((x - r, y - r, x + r, y + r), tuple(dice.randrange(256) for _ in range(3)))
        draw.line((x, y, dice.randrange(408), dice.randrange(306)), tuple(dice.randrange(256) for _ in range(3)), 3)
    image = small.filter(ImageFilter.GaussianBlur(1.2)).resize(SIZE, Image.BICUBIC)
    grain = Image.effect_noise((1020, 765), 34).resize(SIZE, Image.BILINEAR)
    fine = Image.effect_noise(SIZE, 8)
    grain = ImageChops.add(grain, fine, scale=1, offset=-128).convert("RGB")
    return ImageChops.add(image, grain, scale=1, offset=-128)


def exif(number):
    """Make, model, times, and a position near a town, as phones write them."""
    data = Image.Exif()
    data[0x010F], data[0x0110], data[0x0112] = "Xiaomi", "25010PN30G", 1
    day, minute = 1 + number // 400 % 28, number % 60
    stamp = f"2026:{1 + number // 11200 % 12:02}:{day:02} {8 + number // 60 % 12:02}:{minute:02}:{number % 59:02}"
    data[0x0132] = stamp
    inner = data.get_ifd(0x8769)
    inner[0x9003] = inner[0x9004] = stamp
    inner[0x9011], inner[0x9291] = "+09:00", f"{number % 1000:03}"
    inner[0xA420] = f"{number:032x}"
    gps = data.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (37.0, 34.0, float(number % 60)), "E", (126.0, 58.0, 30.0)
    return data


def whole(number, base=None):
    out = BytesIO()
    # Pillow writes the EXIF block before the tables, where cameras have it.
    (base or picture(number)).save(out, "JPEG", quality=86, exif=exif(number), subsampling=2)
    return out.getvalue()


def main():
    kind, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    bases = {}
    for number in range(count):
        path = os.path.join(folder, f"{number // 500:03}", f"IMG_{number:05}.jpg")
        if os.path.exists(path):
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if kind == "whole":
            data = whole(number)
            with open(path + ".part", "wb") as file:
                file.write(data)
        else:
            seed = number % 8
            if seed not in bases:
                bases[seed] = whole(seed)
            data = bases[seed]
            # The dates and the unique number stand as plain text: replaced in place, same length.
            head = data[:KEPT]
            for tag in (0x9003, 0x9291, 0xA420):
                old, new = (exif(n).get_ifd(0x8769)[tag].encode() for n in (seed, number))
                if tag == 0x9291:
                    continue  # too short to be found safely
                head = head.replace(old, new)
            tail = bytearray(data[-KEPT:])
            tail[-64:-56] = number.to_bytes(8, "big").replace(b"\xff", b"\xfe")
            with open(path + ".part", "wb") as file:
                file.write(head)
                file.seek(len(data) - len(tail))
                file.write(tail)
        os.rename(path + ".part", path)
        if number % 50 == 49:
            print(f"\r{number + 1} of {count}", end="", file=sys.stderr)
    print("", file=sys.stderr)


main()
