#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The radial sweep beside other programs, on the same terrain, in one run: pixels per second of processor time (user and
# system), the whole program each.
#   bash tests/bench/peers.sh TILE.hgt [BUILD_FOLDER]
# TILE is an SRTM tile named by its south-western corner (N55W003.hgt), BUILD_FOLDER holds bin/sweep_program and bin/gigacity
# (build/release). One site and 100 sites, radius 20 km (PEERS_RADIUS_M in the environment says otherwise), antennas of 30 m, receivers
# of 1.5 m, 900 MHz.
#
# `sweep_program` does what the peers do: a raster of loss or sight for each site. `gigacity run` is the whole program on a scenario of
# the same sites, one cell each: level, SINR and best server of the whole tile, checked, as COGs with a report. Its pixels are those within the
# radius of each site; its start is the same scenario with a radius of 100 m.
#
# gigacity and gdal_viewshed read the tile as a GeoTIFF in UTM at 30 m. SPLAT! knows geographic pixels only: splat-hd reads the tile
# brought to 1" (31 m from south to north, narrower from west to east), so its pixels are counted at that size. Neither conversion
# is timed. A program's start is what it takes for a radius of 100 m.
set -euo pipefail
export LC_ALL=C

say() { printf '%s\n' "$*" >&2; }

[ $# -ge 1 ] && [ $# -le 2 ] || { say "usage: bash tests/bench/peers.sh TILE.hgt [BUILD_FOLDER]"; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tile=$(realpath -- "$1")
bin=$(realpath -m -- "${2:-$root/build/release}")/bin
name=$(basename "$tile" .hgt)
[ -f "$tile" ] || { say "no file $tile"; exit 1; }
[[ $name =~ ^([NS])([0-9]{2})([EW])([0-9]{3})$ ]] ||
  { say "$tile: expected an SRTM tile named by its south-western corner, such as N55W003.hgt"; exit 1; }
south=$((10#${BASH_REMATCH[2]})) west=$((10#${BASH_REMATCH[4]}))
[ "${BASH_REMATCH[1]}" = N ] || south=$((-south))
[ "${BASH_REMATCH[3]}" = E ] || west=$((-west))

missing=()
need() { command -v "$1" >/dev/null || missing+=("$1 (apt-get install $2)"); }
for program in gdal_viewshed gdalwarp gdal_translate gdaltransform; do need $program gdal-bin; done
need splat-hd splat
need srtm2sdf-hd splat
need hyperfine hyperfine
for program in sweep_program gigacity; do
  [ -x "$bin/$program" ] || missing+=("$bin/$program (cmake --build --preset release --target $program)")
done
if [ ${#missing[@]} -gt 0 ]; then
  printf 'missing: %s\n' "${missing[@]}" >&2
  exit 1
fi

radius_m=${PEERS_RADIUS_M:-20000}
[[ $radius_m =~ ^[1-9][0-9]{2,4}$ ]] || { say "PEERS_RADIUS_M=$radius_m: expected whole metres, 100 to 99999"; exit 2; }
start_m=100
splat_sites=4  # a hundred would take it half an hour
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# --- Terrain ---
zone=$(((west + 180) / 6 + 1))
utm=EPSG:$((south < 0 ? 32700 + zone : 32600 + zone))
gdalwarp -q -t_srs "$utm" -tr 30 30 -r bilinear "$tile" utm.tif
half=$(awk 'BEGIN { printf "%.17g", 0.5 / 3600 }')
edge() { awk -v at="$1" -v by="$2" -v half="$half" 'BEGIN { printf "%.17g", at + by * half }'; }
gdalwarp -q -t_srs EPSG:4326 -te "$(edge "$west" -1)" "$(edge "$south" -1)" "$(edge $((west + 1)) 1)" \
  "$(edge $((south + 1)) 1)" -ts 3601 3601 -r bilinear "$tile" second.tif
gdal_translate -q -of SRTMHGT second.tif "$name.hgt"
srtm2sdf-hd "$name.hgt" >/dev/null
rm -f second.tif

# --- Sites: a lattice over what lies farther than the radius from the tile's edge ---
corners() {
  printf '%s\n' "$west $south" "$west $((south + 1))" "$((west + 1)) $south" "$((west + 1)) $((south + 1))" |
    gdaltransform -s_srs EPSG:4326 -t_srs "$utm"
}
lattice() {
  corners | awk -v n="$1" -v r=$((radius_m + 1000)) '
    { x[NR] = $1; y[NR] = $2 }
    function max(a, b) { return a > b ? a : b }
    function min(a, b) { return a < b ? a : b }
    END {
      west = max(x[1], x[2]) + r; east = min(x[3], x[4]) - r
      south = max(y[1], y[3]) + r; north = min(y[2], y[4]) - r
      if (east < west) west = east = (west + east) / 2
      for (i = 0; i < n; ++i)
        for (j = 0; j < n; ++j)
          printf "%.1f,%.1f\n", west + (i + 0.5) / n * (east - west), south + (j + 0.5) / n * (north - south)
    }'
}
lattice 1 >one.txt
lattice 10 >hundred.txt
lattice 2 | head -n $splat_sites >splat.txt

# qth NAME X,Y: where SPLAT! counts longitudes to the west.
qth() {
  tr ',' ' ' <<<"$2" | gdaltransform -s_srs "$utm" -t_srs EPSG:4326 |
    awk -v name="$1" '{ printf "%s\n%.7f\n%.7f\n30 meters\n", name, $2, -$1 }' >"$1.qth"
}
printf '15.000\n0.005\n301.000\n900.000\n5\n1\n0.50\n0.50\n0\n' >splat.lrp
qth one "$(cat one.txt)"
several=()
while read -r place; do
  several+=("site${#several[@]}")
  qth "${several[-1]}" "$place"
done <splat.txt

# --- Programs. Each takes a radius in metres and a file of sites. ---
mkdir out
sweep_of() { echo "$bin/sweep_program utm.tif $1 $2 out $(tr '\n' ' ' <"$3")"; }
viewshed_of() {  # one program for each site: it knows one observer
  while IFS=, read -r x y; do
    echo "gdal_viewshed -q -ox $x -oy $y -oz 30 -tz 1.5 -md $1 -cc 0.75 utm.tif out/viewshed.tif"
  done <"$2" >"viewsheds-$1-$(basename "$2" .txt).sh"
  echo "sh viewsheds-$1-$(basename "$2" .txt).sh"
}
splat_of() {  # MODE RADIUS_M QTH...
  local mode=$1 km
  km=$(awk -v m="$2" 'BEGIN { print m / 1000 }')
  shift 2
  echo "splat-hd -t $(printf '%s.qth ' "$@")$mode 1.5 -R $km -metric -olditm -N -d . -o splat.ppm"
}

cat >peers-profile.toml <<'EOF'
[profile]
id = "peers-profile"
title = { en = "Area", zh = "面积" }
description = "What a pixel counts for, in a run that is there to be timed."
[radio.lte]
rsrp_dbm = -110
sinr_db = -3
share = 0.95
source = "none"
certainty = "low"
[[indicator]]
id = "A"
title = { en = "Area covered", zh = "覆盖面积" }
definition = "Area of the pixels that pass."
unit = "km2"
formula = "area_covered_lte_km2"
at_least = 0
source = "none"
certainty = "low"
EOF
inner() { awk -v at="$1" -v by="$2" 'BEGIN { printf "%.3f", at + by / 1000 }'; }
{
  echo "code,name,residents,households,WKT"
  echo "T,tile,1000,400,\"POLYGON (($west $south,$((west + 1)) $south,$((west + 1)) $((south + 1)),$west $((south + 1)),$west $south))\""
} >tile.csv
# A scenario of the whole tile with an omnidirectional cell at each site; for a run the places are in degrees.
run_of() {  # MODEL RADIUS_M SITES
  local sites="sites-$(basename "$3" .txt).csv" scenario="run-$1-$2-$(basename "$3" .txt)"
  if [ ! -f "$sites" ]; then
    echo "site_id,lon,lat,height_m,cell_id,technology,frequency_mhz,bandwidth_mhz,power_dbm,azimuth_deg,tilt_deg,gain_dbi,horizontal_beamwidth_deg,vertical_beamwidth_deg" >"$sites"
    tr ',' ' ' <"$3" | gdaltransform -s_srs "$utm" -t_srs EPSG:4326 |
      awk '{ printf "S%03d,%.7f,%.7f,30,S%03d-1,LTE,900,10,46,0,0,12,360,10\n", NR, $1, $2, NR }' >>"$sites"
  fi
  cat >"$scenario.toml" <<EOF
schema = 1
[scenario]
name = "peers"
criteria = "peers-profile.toml"
[area]
bbox = [$(inner $west 1), $(inner $south 1), $(inner $west 999), $(inner $south 999)]
crs = "$utm"
resolution_m = 30.0
[terrain]
source = "utm.tif"
[[admin]]
level = "tile"
source = "tile.csv"
fields = { code = "code", name = "name", residents = "residents", households = "households" }
[radio]
model = "$1"
time_percent = $([ "$1" = p1812 ] && echo 10.0 || echo 50.0)
radius_km = $(awk -v m="$2" 'BEGIN { print m / 1000 }')
rx_height_m = 1.5
[radio.sites]
source = "$sites"
EOF
  echo "$bin/gigacity run --quiet --threads 1 $scenario.toml -o out/$scenario"
}

# cpu_s RUNS COMMAND: user and system time, the mean of the runs. What takes long runs once, with nothing to warm it up.
cpu_s() {
  say "  ${2:0:120}"
  hyperfine -N --warmup $(($1 > 1 ? 1 : 0)) --runs "$1" --export-csv time.csv "$2" >/dev/null 2>hyperfine.log || { cat hyperfine.log >&2; exit 1; }
  awk -F, 'NR == 2 { printf "%.6f", $(NF - 3) + $(NF - 2) }' time.csv
}

disc_pixels() { awk -v n="$1" -v r=$radius_m 'BEGIN { printf "%.0f", n * 3.14159265358979 * r * r / 900 }'; }
splat_pixels() {  # QTH...: of 1"
  awk -v r=$radius_m 'FNR == 2 { s = 6371000 * 3.14159265358979 / 180 / 3600
      n += 3.14159265358979 * r * r / (s * s * cos($1 * 3.14159265358979 / 180)) }
    END { printf "%.0f", n }' "$@"
}

# row KIND PEER PROGRAM SITES PIXELS WHOLE_S START_S: into rows.txt. KIND is what is compared, PEER the program that others of
# its kind and number of sites are divided by.
row() {
  local value
  for value; do [ -n "$value" ] || exit 1; done  # a program failed, and said so
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>rows.txt
}

measure_sweep() {  # KIND MODEL TITLE
  row "$1" - "gigacity, $3" 1 "$(disc_pixels 1)" "$(cpu_s 10 "$(sweep_of "$2" $radius_m one.txt)")" \
    "$(cpu_s 10 "$(sweep_of "$2" $start_m one.txt)")"
  row "$1" - "gigacity, $3" 100 "$(disc_pixels 100)" "$(cpu_s 1 "$(sweep_of "$2" $radius_m hundred.txt)")" \
    "$(cpu_s 1 "$(sweep_of "$2" $start_m hundred.txt)")"
}

measure_run() {  # KIND MODEL TITLE
  row "$1" - "\`gigacity run\`, $3" 1 "$(disc_pixels 1)" "$(cpu_s 1 "$(run_of "$2" $radius_m one.txt)")" \
    "$(cpu_s 1 "$(run_of "$2" $start_m one.txt)")"
  row "$1" - "\`gigacity run\`, $3" 100 "$(disc_pixels 100)" "$(cpu_s 1 "$(run_of "$2" $radius_m hundred.txt)")" \
    "$(cpu_s 1 "$(run_of "$2" $start_m hundred.txt)")"
}

say "Line of sight"
row sight peer "gdal_viewshed" 1 "$(disc_pixels 1)" "$(cpu_s 10 "$(viewshed_of $radius_m one.txt)")" \
  "$(cpu_s 10 "$(viewshed_of $start_m one.txt)")"
row sight peer "gdal_viewshed" 100 "$(disc_pixels 100)" "$(cpu_s 1 "$(viewshed_of $radius_m hundred.txt)")" \
  "$(cpu_s 1 "$(viewshed_of $start_m hundred.txt)")"
# Its line of sight goes to the tile's edge whatever the radius, 3600 x 3600 pixels.
row sight - "splat-hd -c (the whole tile)" 1 12960000 "$(cpu_s 1 "$(splat_of -c $radius_m one)")" -
measure_sweep sight sight "line of sight"

say "Path loss"
splat_start=$(cpu_s 1 "$(splat_of -L $start_m one)")
row loss peer "splat-hd -L -olditm" 1 "$(splat_pixels one.qth)" "$(cpu_s 1 "$(splat_of -L $radius_m one)")" "$splat_start"
row loss peer "splat-hd -L -olditm" $splat_sites "$(splat_pixels "${several[@]/%/.qth}")" \
  "$(cpu_s 1 "$(splat_of -L $radius_m "${several[@]}")")" "$splat_start"
for model in "itm ITM" "p526 P.526 delta-Bullington" "p1812 P.1812"; do
  measure_sweep loss "${model%% *}" "${model#* }"
  measure_run loss "${model%% *}" "${model#* }"
done

# --- Table ---
awk -F'\t' -v OFS=' | ' '
  function per_s(pixels, s) { return pixels / s / 1e6 }
  function times(ours, theirs) { return theirs > 0 ? sprintf("%.1f", ours / theirs) : "" }
  {
    many = $4 > 1
    whole = per_s($5, $6)
    less = $7 == "-" ? 0 : per_s($5, $6 - $7)
    if ($2 == "peer") { peer[$1, many] = whole; peer_less[$1, many] = less }
    kind[NR] = $1; is_many[NR] = many; rate[NR] = whole; rate_less[NR] = less
    text[NR] = sprintf("| %s | %d | %.1f | %.3f | %.2f | %.1f | %s", $3, $4, $5 / 1e6, $6, whole, 1e3 / whole,
                       less ? sprintf("%.1f", 1e3 / less) : "")
  }
  END {
    print "| program | sites | million pixels | CPU, s | million pixels a CPU-second | ns a pixel | without its start | times the peer | without starts |"
    print "| --- | --: | --: | --: | --: | --: | --: | --: | --: |"
    for (i = 1; i <= NR; ++i)
      print text[i], times(rate[i], peer[kind[i], is_many[i]]), times(rate_less[i], peer_less[kind[i], is_many[i]]) " |"
  }' rows.txt
