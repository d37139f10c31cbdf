#!/usr/bin/env bash
# The program beside exiftool, exiv2, vipsthumbnail, sigal and ImageMagick on the same photos: CPU, time and memory.
#   benches/peers.sh [FOLDER]     on this folder, or else on photos made for the purpose in target/bench-peers:
#                                 N_SCAN (10000) to read, about 4 MB each with a hole in the middle; N_EXPORT (200) whole ones of 12 MP to export
# Takes 5 GB of disk and a good half hour the first time; run it when nothing else runs.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
work=$here/target/bench-peers
mkdir -p "$work"

cargo build --release --locked
cargo build --release --locked --example renditions
if [[ ! -x $work/venv/bin/python ]]; then
  python3 -m venv "$work/venv"
fi
# pillow makes the photos, sigal is one of the peers.
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow sigal

if [[ $# -gt 0 ]]; then
  scan=$(realpath "$1")
  export=$scan
else
  scan=$work/to-scan-${N_SCAN:-10000}
  export=$work/to-export-${N_EXPORT:-200}
  "$work/venv/bin/python" benches/make_photos.py hollow "$scan" "${N_SCAN:-10000}"
  "$work/venv/bin/python" benches/make_photos.py whole "$export" "${N_EXPORT:-200}"
fi

# Nothing of the person's own: libraries and caches of the runs lie in the work folder.
cd "$work"
HOME=$work/home XDG_DATA_HOME=$work/home XDG_CACHE_HOME=$work/home ATTACHE_CACHE=$work/home/cache \
  exec nice -n 10 "$work/venv/bin/python" "$here/benches/peers.py" \
  --attache "$here/target/release/attache" --renditions "$here/target/release/examples/renditions" --sigal "$work/venv/bin/sigal" --scan "$scan" --export "$export"
