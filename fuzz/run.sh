#!/usr/bin/env bash
# Runs every fuzz target for a while: fuzz/run.sh [SECONDS] [PHOTOS]. PHOTOS is a folder of real files whose small ones and
# beginnings become seeds; without it the committed sample serves. Needs the nightly compiler and cargo-fuzz.
# A panic, an allocation over 256 MB at once or 2 GB in all, or 10 s for one input is a fault; its input lands in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60} photos=${2:-../../shared/photos}
[[ -d $photos ]] || photos=../assets/sample
for target in sniff exif_locator container_walk raw_preview cache_entry sidecar credentials; do
  seeds=corpus/$target
  mkdir -p "$seeds"
  # The beginning of a file holds its metadata; whole files of megabytes only make the fuzzer slow.
  n=0
  while IFS= read -r -d '' file; do
    n=$((n + 1))
    head -c 65536 "$file" >"$seeds/seed-$n"
  done < <(find "$photos" -type f -size -4M ! -name '*.json' ! -name '*.tsv' -print0)
  printf '%s: %s seeds\n' "$target" "$n" >&2
  cargo +nightly fuzz run "$target" -- -max_total_time="$seconds" -timeout=10 -malloc_limit_mb=256 \
    -rss_limit_mb=2048 -max_len=131072 -print_final_stats=1 2>&1 | tail -12
done
