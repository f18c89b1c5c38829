#!/usr/bin/env bash
# The systemd unit: well-formed, hardened, and really started: by a systemd of its own in namespaces of its own, with
# every restriction of the unit in force.
set -u
cd "$(dirname "$0")/.." || exit 1
unit=deploy/systemd/system-monitor-api.service
# In tenths, as systemd-analyze counts: 0 is locked up, 100 is wide open.
threshold=25
failed=0
fail() { echo "FAIL $*"; failed=1; }
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT

mkdir -p "$folder/units"
# The program is not installed here under its name.
sed 's#^ExecStart=.*#ExecStart=/bin/true#' "$unit" >"$folder/units/system-monitor-api.service"
warnings=$(systemd-analyze verify --man=no "$folder/units/system-monitor-api.service" 2>&1 | grep system-monitor-api)
[ -z "$warnings" ] || fail "systemd-analyze verify: $warnings"
if score=$(systemd-analyze security --offline=true --threshold="$threshold" "$unit" 2>&1); then
  echo "exposure: $(tail -n 1 <<<"$score")"
else
  fail "systemd-analyze security: above $threshold tenths"
  grep '✗' <<<"$score"
fi

if [ "$(id -u)" -ne 0 ] || [ ! -x /lib/systemd/systemd ]; then
  echo 'SKIPPED: the unit was not started, which needs root and systemd'
  exit "$failed"
fi

# As an operator would install it, where the unit looks for it.
mkdir -p "$folder/local" "$folder/out"
npm pack --silent --pack-destination "$folder" >/dev/null || exit 1
npm install --silent --no-audit --no-fund --global --prefix "$folder/local" "$folder"/*.tgz >/dev/null || exit 1
case $(command -v node) in
  /usr/bin/node | /bin/node) ;;
  *) cp "$(readlink -f "$(command -v node)")" "$folder/local/bin/node" ;;
esac
openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -subj /CN=localhost \
  -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' \
  -keyout "$folder/tls.key" -out "$folder/tls.crt" 2>/dev/null || fail 'openssl req'
chmod 600 "$folder/tls.key"

unified=$(findmnt --noheadings --first-only --output TARGET --types cgroup2) || unified=''
own=$unified/system-monitor-api-ci-$$
if [ -z "$unified" ] || ! mkdir "$own"; then
  echo 'SKIPPED: the unit was not started, because there is no cgroup 2 here'
  exit "$failed"
fi
(
  echo "$BASHPID" >"$own/cgroup.procs"
  exec timeout --kill-after=5 240 unshare --mount --pid --fork --kill-child --mount-proc --net --uts --ipc --cgroup \
    .ci/services-boot.sh "$folder" "$PWD"
) >"$folder/boot" 2>&1
find "$own" -depth -type d -exec rmdir {} + 2>/dev/null
cat "$folder/out/report" 2>/dev/null
if ! grep -qx 'all done' "$folder/out/report" 2>/dev/null; then
  fail 'the systemd of its own did not come to its end'
  tail -n 40 "$folder/boot" "$folder/out/log" 2>/dev/null
fi
grep -q '^FAIL' "$folder/out/report" 2>/dev/null && failed=1
exit "$failed"
