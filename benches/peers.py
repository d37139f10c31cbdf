"""Runs the program beside others on the same photos: processor time, time on the clock, greatest memory, side by side.

Called by benches/peers.sh. Each command runs once to warm the file cache, then three times; the fastest counts.
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


def exports(attache, sigal, folder):
    files = files_of(folder)

    def clean():
        for name in ("album", "vips", "sigal-out"):
            shutil.rmtree(name, ignore_errors=True)
        os.makedirs("vips")

    album = [attache, "--library", "export-library.attache", "export", folder, "--out", "album"]
    rows = [("attache export (pages, all sizes, audit)", measure("attache", [album], before=clean, runs=2, warm=False))]
    if shutil.which("vipsthumbnail"):
        sizes = [["vipsthumbnail", "--size", f"{n}x{n}>", "-o", f"{os.getcwd()}/vips/%s-{n}.jpg[Q=82,strip]"] for n in (2048, 512)]
        commands = [part for size in sizes for part in in_parts(size, files)]
        rows.append(("vipsthumbnail, 2048 and 512", measure("vips", commands, before=clean, runs=2, warm=False)))
    if sigal:
        with open("sigal.conf.py", "w") as conf:
            conf.write(
                f"source = {folder!r}\ndestination = 'sigal-out'\nimg_size = (2048, 2048)\nthumb_size = (512, 512)\n"
                "make_thumbs = True\nthumb_fit = False\nwrite_html = True\nignore_files = []\n"
            )
        build = [sigal, "build", "-c", "sigal.conf.py", "-n", str(os.cpu_count()), "-q"]
        rows.append(("sigal build, 2048 and 512", measure("sigal", [build], before=clean, runs=1, warm=False)))
    table(f"Exporting {len(files)} photos", rows)
    clean()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--attache", required=True)
    options.add_argument("--sigal")
    options.add_argument("--scan", required=True, help="folder to read")
    options.add_argument("--export", required=True, help="folder to export")
    chosen = options.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start" + (": NOT IDLE, times on the clock are too long" if load > 0.5 else ""))
    scans(chosen.attache, chosen.scan)
    exports(chosen.attache, chosen.sigal, chosen.export)


main()
