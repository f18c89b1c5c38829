#!/usr/bin/env bash
# The image of the real Dockerfile, without a Docker engine: buildah builds it on a base made by debootstrap, podman
# runs it, and what it answers is compared with this machine. Where that cannot be done a line in capitals says so.
# Needs root, and the packages buildah, debootstrap, podman, runc. Leaves nothing behind.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
failed=0
began=$SECONDS
fail() { echo "FAIL $*"; failed=1; }
ok() { echo "ok   $*"; }
step() { echo "---- $* ($((SECONDS - began)) s)"; }
skip() { echo "SKIPPED: THE CONTAINER IMAGE WAS NOT BUILT: $*"; exit 0; }
# same <what> <expected> <found>
same() { if [ "$2" = "$3" ]; then ok "$1: $3"; else fail "$1: expected $2, found $3"; fi; }
# close <what> <expected> <found>: counters go on meanwhile; within 5 % and 64 MB
close() { node -e 'const [a, b] = process.argv.slice(1).map(Number); process.exit(Math.abs(a - b) <= a * 0.05 + 2 ** 26 && b > 0 ? 0 : 1)' "$2" "$3" && ok "$1: $3, this machine has $2" || fail "$1: this machine has $2, found $3"; }
received() { awk -F: 'NR > 2 { split($2, cells, " "); sum += cells[1] } END { printf "%.0f", sum }' /proc/net/dev; }
json() { node -p "const body = JSON.parse(require('fs').readFileSync(0)); $1"; }

[ "$(id -u)" = 0 ] || skip 'it needs root'
[ "$(uname -s)" = Linux ] || skip 'it needs Linux'
for program in buildah podman runc debootstrap; do
  command -v "$program" >/dev/null || skip "there is no $program"
done

# Where engines keep theirs, so that the service takes the containers' own file systems for what they are.
mkdir -p /var/lib/containers/storage || skip 'there is no place for images'
folder=$(mktemp -d /var/lib/containers/storage/ci-XXXXXX)
export TMPDIR=$folder
store=(--root "$folder/storage" --runroot "$folder/run" --storage-driver vfs)
pods() { podman "${store[@]}" --cgroup-manager cgroupfs "$@"; }
cleanup() {
  pods rm --all --force --time 0 >/dev/null 2>&1
  findmnt --raw --noheadings --output TARGET | grep "^$folder" | sort --reverse | xargs --no-run-if-empty umount --lazy
  rm -rf --one-file-system "$folder"
}
trap cleanup EXIT

step 'a base: Debian by debootstrap, with Node of this machine'
base=$folder/base
mirror=$(sed -nE 's/^(URIs:|deb) +(\[[^]]*\] +)?(https?:[^ ]*debian\.org[^ ]*).*/\3/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -n 1)
debootstrap --variant=minbase --include=ca-certificates bookworm "$base" "${mirror:-http://deb.debian.org/debian}" >"$folder/debootstrap.log" 2>&1 \
  || { tail -n 5 "$folder/debootstrap.log"; skip 'debootstrap gave no base'; }
rm -rf "$base"/var/cache/apt/* "$base"/var/lib/apt/lists/* "$base"/usr/share/{doc,locale,man}
modules=$(npm root --global)
mkdir -p "$base/opt/node/lib/node_modules" "$base/opt/node/etc"
cp -L "$(command -v node)" "$base/usr/bin/node"
cp -a "$modules/npm" "$base/opt/node/lib/node_modules/"
ln -s /opt/node/lib/node_modules/npm/bin/npm-cli.js "$base/usr/bin/npm"
ln -s /opt/node/lib/node_modules/npm/bin/npx-cli.js "$base/usr/bin/npx"
# The certificates and the registry that this machine trusts and uses.
cp -L /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/ca-certificates.crt"
{ echo 'cafile=/etc/ssl/certs/ca-certificates.crt'; echo "registry=$(npm config get registry)"; } >"$base/root/.npmrc"
chroot "$base" groupadd --gid 1000 node && chroot "$base" useradd --uid 1000 --gid 1000 --create-home node
same 'Node in the base' "$(node --version)" "$(chroot "$base" node --version)"
container=$(buildah "${store[@]}" from --pull-never scratch) || skip 'buildah does not run here'
buildah "${store[@]}" copy --quiet "$container" "$base" / >/dev/null && buildah "${store[@]}" commit --quiet --rm "$container" localhost/node-base >/dev/null || skip 'buildah does not run here'
rm -rf --one-file-system "$base"

step 'the image, by the Dockerfile'
buildah "${store[@]}" bud --isolation chroot --pull-never --format docker --build-arg NODE_IMAGE=localhost/node-base \
  --tag localhost/system-monitor-api . >"$folder/build.log" 2>&1 || { tail -n 40 "$folder/build.log"; fail 'the Dockerfile does not build'; exit 1; }
pods inspect --type image localhost/system-monitor-api >"$folder/image.json"
about() { json "const { Config: c } = body[0]; $1" <"$folder/image.json"; }
same 'the user' 65532:65532 "$(about 'c.User')"
same 'driver capabilities' true "$(about 'c.Env.includes("NVIDIA_DRIVER_CAPABILITIES=utility")')"
mapfile -t health < <(podman "${store[@]}" inspect --type image --format '{{json .HealthCheck}}' localhost/system-monitor-api | json 'body.Test.slice(1).join("\n")')
same 'a health check' 'node dist/service/health-check.js' "${health[*]}"

# start <name> <options…>: the service in a container, with no right it can do without
options=(--no-healthcheck --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --runtime "$(command -v runc)"
  --read-only --cap-drop all --security-opt no-new-privileges)
start() { local name=$1; shift; pods run --detach --name "$name" "${options[@]}" "$@" >/dev/null 2>"$folder/podman.log"; }
key=$(node -p 'require("crypto").randomBytes(24).toString("base64url")')
free_port() { node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'; }
port=$(free_port)
host=$(hostname -I 2>/dev/null | cut -d ' ' -f 1)
url=http://${host:-127.0.0.1}:$port
ask() { curl --silent --fail --max-time 15 --header "X-API-Key: $key" "$url$1"; }
ready() {
  for _ in $(seq 150); do curl --silent --fail --output /dev/null "$url/health/ready" && return; sleep 0.2; done
  pods logs "$1" | tail -n 20; return 1
}

step 'without a key it does not start'
start refused --network host --env SYSMON_PORT="$port" localhost/system-monitor-api || { cat "$folder/podman.log"; skip 'podman does not run a container here'; }
same 'the exit code without a key' 2 "$(pods wait refused)"
pods logs refused 2>&1 | grep -q 'SYSMON_API_KEYS=main:' && ok 'it suggests a fresh key' || fail 'it suggests no key'

step "with a key and this machine's trees"
keyed=(--env SYSMON_API_KEYS="main:$key" --env SYSMON_PORT="$port")
trees=(--volume /:/host:ro,rslave --env SYSMON_ROOT=/host --env SYSMON_PROC=/host/proc --env SYSMON_SYS=/host/sys)
start mounted --network host "${keyed[@]}" "${trees[@]}" localhost/system-monitor-api && ready mounted || { fail 'it does not answer'; exit 1; }
same 'without the key' 401 "$(curl --silent --output /dev/null --write-out '%{http_code}' "$url/stats")"
ask /stats/host >"$folder/host.json"
same 'the runtime' podman "$(json 'body.container?.runtime' <"$folder/host.json")"
same 'the system' "$(. /etc/os-release && echo "$PRETTY_NAME")" "$(json 'body.operating_system' <"$folder/host.json")"
[ -s /etc/hostname ] && same 'the name' "$(head -n 1 /etc/hostname)" "$(json 'body.hostname' <"$folder/host.json")"
echo "     not seen: $(json 'body.limited_view.map(({ what }) => what).join(", ")' <"$folder/host.json")"
same 'memory' "$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) * 1024))" "$(ask /stats/memory | json 'body.total_bytes')"
same 'CPUs' "$(grep -c '^cpu[0-9]' /proc/stat)" "$(ask /stats/cpu | json 'body.threads')"
close 'the root disk' "$(node -p 'const s = require("fs").statfsSync("/"); s.blocks * s.bsize')" "$(ask /stats/disk | json 'body.total_bytes ?? body.total_gb * 2 ** 30')"
close 'received bytes' "$(received)" "$(ask /stats/network | json 'body.bytes_recv_gb * 2 ** 30')"

step 'what it cannot reach'
# Private files of the first user of the machine and of root, and a socket as Docker's, which only its group may open.
private=$(mktemp -d /var/lib/ci-private-XXXXXX) && chmod 755 "$private"
echo secret >"$private/first" && chown 1000:1000 "$private/first" && chmod 600 "$private/first"
echo secret >"$private/root" && chmod 600 "$private/root"
node -e 'require("net").createServer((socket) => socket.end("secret")).listen(process.argv[1])' "$private/docker.sock" & listener=$!
for _ in $(seq 50); do [ -S "$private/docker.sock" ] && break; sleep 0.1; done
chmod 660 "$private/docker.sock"
# reached <how> <user>: what of it a process of the container gets at
reached() {
  pods exec --user "$2" "$1" node -e 'const { readFileSync } = require("fs"), folder = process.argv[1];
    const found = ["first", "root"].filter((name) => { try { return readFileSync(folder + "/" + name, "utf8"); } catch { return false; } });
    require("net").connect(folder + "/docker.sock").on("data", () => done("docker.sock")).on("error", () => done());
    const done = (...more) => { console.log([...found, ...more].join() || "nothing"); process.exit(); };' "/host$private"
}
same 'what the service reaches' nothing "$(reached mounted 65532:65532)"
same 'what the first user would reach' first "$(reached mounted 1000:1000)"
kill "$listener"
rm -rf "$private"

step 'as production wants it'
pid=$(pods inspect --format '{{.State.Pid}}' mounted)
same 'the user it runs as' 65532 "$(awk '/^Uid/ { print $3 }' "/proc/$pid/status")"
same 'its rights' 0000000000000000 "$(awk '/^CapEff/ { print $2 }' "/proc/$pid/status")"
same 'its process' node "$(cat "/proc/$pid/comm")"
pods exec mounted node -e 'require("fs").writeFileSync("/app/x", "")' >/dev/null 2>&1 && fail 'it can write into its own folder' || ok 'its file system is read-only'
pods exec mounted "${health[@]}" && ok 'the health check says it lives' || fail 'the health check fails'
pods exec --env SYSMON_PORT=1 mounted "${health[@]}" >/dev/null 2>&1 && fail 'the health check passes for a service that is not there' || ok 'the health check fails where nothing answers'
pods exec mounted node dist/src/main.js --check >"$folder/check"; same 'the exit code of --check' 0 $?
sed -n '/^to mend/,$p' "$folder/check"
grep -E '^container|^ +memory|^not seen|^All' "$folder/check" | sed 's/^/     /'
stopped=$(date +%s%N)
kill -TERM "$pid"
code=$(pods wait mounted)
ms=$((($(date +%s%N) - stopped) / 1000000))
same 'the exit code after SIGTERM' 0 "$code"
[ "$ms" -lt 2000 ] && ok "it ended within $ms ms" || fail "it ended only after $ms ms"

# inside <name> <path>: what a container in a network of its own answers, once it does
inside() {
  local ask="fetch('http://127.0.0.1:$port$2', { headers: { 'X-API-Key': '$key' } }).then((answer) => answer.text()).then(console.log)"
  for _ in $(seq 50); do pods exec "$1" node -e "$ask" 2>/dev/null && return; sleep 0.3; done
}
hidden() { json 'body.limited_view.map(({ what }) => what).sort().join()'; }

step "with this machine's trees, limits and a network of its own"
start limited "${keyed[@]}" "${trees[@]}" --network none --memory 512m --cpus 0.5 localhost/system-monitor-api || { cat "$folder/podman.log"; fail 'limits cannot be set'; }
same 'the limit of its memory' 536870912 "$(inside limited /stats/memory | json 'body.limit_bytes')"
same 'the limit of its CPUs' 0.5 "$(inside limited /stats/cpu | json 'body.quota_cores')"
close 'received bytes' "$(received)" "$(inside limited /stats/network | json 'body.bytes_recv_gb * 2 ** 30')"
same 'what it says it cannot see' ollama "$(inside limited /stats/host | hidden)"

step 'without the trees, in a network of its own'
start alone "${keyed[@]}" --network none localhost/system-monitor-api || cat "$folder/podman.log"
same 'what it says it cannot see' disk,hostname,network,ollama,operating_system,processes,users "$(inside alone /stats/host | hidden)"

step 'a file system that is covered'
disk=$(mktemp -d /var/lib/ci-disk-XXXXXX)
if truncate -s 64M "$folder/disk.img" && mkfs.ext4 -q "$folder/disk.img" && mount -o loop "$folder/disk.img" "$disk"; then
  start covered --network none "${keyed[@]}" "${trees[@]}" --tmpfs "/host$disk" localhost/system-monitor-api || cat "$folder/podman.log"
  found=$(inside covered /stats/disk | json "JSON.stringify(body.filesystems.filter((one) => one.mount_point === '$disk').map((one) => [one.state, one.total_bytes]))")
  same 'its state and size' '[["not_passed_through",null]]' "$found"
  umount "$disk"
else
  echo 'SKIPPED: NO FILE SYSTEM OF ITS OWN CAN BE MOUNTED HERE'
fi
rmdir "$disk"

step 'done'
exit "$failed"
