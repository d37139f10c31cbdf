"""Runs the program beside others on the same photos: processor time, time on the clock, greatest memory, side by side.

Called by benches/peers.sh. Each command runs once to warm the file cache, then three times, in turn with what it is compared with; the
run of least CPU counts.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time

RUNS = 3


def measure(name, commands, before=None, runs=RUNS, warm=True):
    """CPU and wall in seconds and peak memory in MB of these commands one after the other; None when one fails."""
    best = None
    for run in range(-1 if warm else 0, runs):
        cpu = wall = peak = 0.0
        if before:
            before()
        for command in commands:
            begin = time.monotonic()
            with open(os.devnull, "w") as nowhere, open("errors.txt", "w") as errors:
                process = subprocess.Popen(command, stdout=nowhere, stderr=errors)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            wall += time.monotonic() - begin
            cpu += usage.ru_utime + usage.ru_stime
            peak = max(peak, usage.ru_maxrss / 1024)
            if process.returncode != 0:
                with open("errors.txt") as errors:
                    print(f"{name}: exit code {process.returncode}: {errors.read()[:300]}", file=sys.stderr)
                return None
        if run >= 0 and (best is None or cpu < best[0]):
            best = (cpu, wall, peak)
    return best


def table(title, rows):
    ours = rows[0][1]
    print(f"\n{title}\n{'':42}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'CPU, ours = 1':>15}")
    for name, result in rows:
        if result is None:
            print(f"{name:42}{'could not be run':>20}")
            continue
        ratio = f"{result[0] / ours[0]:.2f}" if ours else "-"
        print(f"{name:42}{result[0]:9.2f}{result[1]:9.2f}{result[2]:9.0f}{ratio:>15}")


def files_of(folder):
    found = []
    for root, _, names in os.walk(folder):
        found += [os.path.join(root, n) for n in names if n.lower().endswith((".jpg", ".jpeg"))]
    return sorted(found)


def in_parts(command, files, size=2000):
    return [command + files[n : n + size] for n in range(0, len(files), size)]


def scans(attache, folder):
    files = files_of(folder)
    megabytes = sum(os.path.getsize(f) for f in files) / 1e6
    library = "scan-library.attache"

    def forget():
        for name in os.listdir("."):
            if name.startswith(library):
                os.remove(name)

    scan = [attache, "--library", library, "scan", folder, "--json"]
    rows = [("attache scan, new library", measure("attache", [scan], before=forget))]
    rows.append(("attache scan, library knows all", measure("attache", [scan])))
    if shutil.which("exiftool"):
        rows.append(("exiftool -fast2 -json", measure("exiftool", [["exiftool", "-fast2", "-json", "-r", folder]], runs=1)))
    if shutil.which("exiv2"):
        rows.append(("exiv2 pr (no position, no fingerprint)", measure("exiv2", in_parts(["exiv2", "-q", "pr"], files), runs=1)))
    table(f"Reading {len(files)} photos of {megabytes / max(len(files), 1):.1f} MB", rows)


def exports(attache, renditions, sigal, folder):
    """Pictures only, then whole albums. Every program gives JPEGs of quality 82 without metadata, turned upright."""
    files = files_of(folder)

    def clean():
        for name in ("out", "album", "sigal-out"):
            shutil.rmtree(name, ignore_errors=True)
        os.makedirs("out")
        if os.path.exists("export-library.attache"):
            for name in os.listdir("."):
                if name.startswith("export-library.attache"):
                    os.remove(name)

    def ours(what, edges):
        out = ["out"] if what == "make" else []
        return in_parts([renditions, what, "82", edges, *out], files)

    def vips(edges):
        sized = [["vipsthumbnail", "--size", f"{n}x{n}>", "-o", f"{os.getcwd()}/out/%s-{n}.jpg[Q=82,strip]"] for n in edges]
        return [part for size in sized for part in in_parts(size, files)]

    def magick(edges):
        sized = []
        for n in edges:
            # The hint makes its decoder scale, as the others' do.
            sized += [["convert", "-define", f"jpeg:size={2 * n}x{2 * n}", f, "-auto-orient", "-thumbnail", f"{n}x{n}>", "-quality", "82", f"out/{os.path.basename(f)}-{n}.jpg"] for f in files]
        return sized

    def in_turn(rows):
        """Each once to warm, then three times in turn, so that what else the machine does meets all of them; the least CPU counts."""
        best = {}
        for run in range(4):
            for name, commands in rows:
                result = measure(name, commands, before=clean, runs=1, warm=False)
                if result and (run > 0 or len(rows) == 1) and (name not in best or result[0] < best[name][0]):
                    best[name] = result
        return [(name, best.get(name)) for name, _ in rows]

    have_vips, have_magick = shutil.which("vipsthumbnail"), shutil.which("convert")
    for title, text, edges in (("2048 and 512 px", "512,2048", (2048, 512)), ("512 px alone", "512", (512,))):
        rows = [("ours: the album's pictures, no album", ours("make", text)), ("bare libjpeg-turbo, nothing shrunk", ours("floor", text))]
        if have_vips:
            rows.append(("vipsthumbnail", vips(edges)))
        measured = in_turn(rows)
        if have_magick:
            few = files[:12]
            share = len(files) / max(len(few), 1)
            slow = measure("convert", [c for c in magick(edges) if c[3] in few], before=clean, runs=1, warm=False)
            measured.append((f"ImageMagick convert ({len(few)} photos, times {share:.1f})", slow and (slow[0] * share, slow[1] * share, slow[2])))
        table(f"{len(files)} photos, {title}", measured)
    sizes(ours("make", "512,2048"), vips((2048, 512)) if have_vips else [], clean)
    print()
    sys.stdout.flush()
    subprocess.run([renditions, "likeness", "82", "512,2048", *files[:8]], check=False)

    rows = [("attache export: 2048, 1280, 512, pages, audit", [[attache, "--library", "export-library.attache", "export", folder, "--out", "album"]])]
    if sigal:
        with open("sigal.conf.py", "w") as conf:
            conf.write(
                f"source = {folder!r}\ndestination = 'sigal-out'\nimg_size = (2048, 2048)\nthumb_size = (512, 512)\n"
                "make_thumbs = True\nthumb_fit = False\nwrite_html = True\nignore_files = []\n"
            )
        rows.append(("sigal build: 2048, 512, pages", [[sigal, "build", "-c", "sigal.conf.py", "-n", str(os.cpu_count()), "-q"]]))
    if have_vips:
        rows.append(("vipsthumbnail: 2048, 512", vips((2048, 512))))
    table(f"{len(files)} photos, an album", in_turn(rows))
    clean()


def sizes(ours, theirs, clean):
    """Bytes of the same pictures at the same quality."""
    total = []
    for commands in (ours, theirs):
        clean()
        for command in commands:
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for edge in ("2048", "512"):
            total.append(sum(os.path.getsize(os.path.join("out", n)) for n in os.listdir("out") if n.endswith(f"-{edge}.jpg")))
    if all(total):
        print(f"\nBytes beside vipsthumbnail's at the same quality: 2048 px {total[0] / total[2]:.3f}, 512 px {total[1] / total[3]:.3f}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--attache", required=True)
    options.add_argument("--renditions", required=True, help="examples/renditions, built")
    options.add_argument("--sigal")
    options.add_argument("--scan", required=True, help="folder to read")
    options.add_argument("--export", required=True, help="folder to export")
    chosen = options.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start" + (": NOT IDLE, times on the clock are too long" if load > 0.5 else ""))
    scans(chosen.attache, chosen.scan)
    exports(chosen.attache, chosen.renditions, chosen.sigal, chosen.export)


main()
