#!/usr/bin/env bash
# What `npm pack` would publish: holds what is needed, nothing else, and works where only it was installed: with
# `npm install --global` as another user than the one who installed it, and with `npx`.
set -u
cd "$(dirname "$0")/.." || exit 1
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAIL $*"; failed=1; }

npm pack --silent --json --pack-destination "$folder" >"$folder/pack.json" || exit 1
files=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).flatMap(({ files }) => files.map(({ path }) => path)).join("\n")' "$folder/pack.json")
for needed in package.json README.md LICENSE openapi.yaml dist/src/main.js dist/service/run.cjs \
  dist/service/child.js dist/service/watchdog-thread.js dist/service/health-check.js dist/service/LICENCES.txt \
  dist/src/readers/gpu/amd/names.json dist/src/readers/gpu/intel/names.json \
  dashboard/index.html dashboard/style.css dist/dashboard/page.js \
  deploy/systemd/system-monitor-api.service deploy/launchd/system-monitor-api.plist; do
  grep -qxF "$needed" <<<"$files" || fail "the package lacks $needed"
done
strange=$(grep -vE '^(package\.json|README\.md|LICENSE|(CHANGELOG|CONTRIBUTING|SECURITY)\.md|openapi\.yaml|(docs|deploy)/.+|dashboard/[a-z]+\.(html|css|svg)|dist/src/readers/gpu/(amd|intel)/names\.json|dist/(src|plugins|schemas|dashboard)/.+\.(js|d\.ts|js\.map)|dist/service/([A-Za-z0-9-]+\.c?js(\.cache)?|LICENCES\.txt))$' <<<"$files")
[ -z "$strange" ] || fail "the package holds what nobody needs: $strange"

# Every link of the documents to a file of the project leads somewhere in the package.
mkdir "$folder/unpacked" && tar -xzf "$folder"/*.tgz -C "$folder/unpacked"
node .ci/package-links.mjs "$folder/unpacked/package" || fail 'links of the documents'

npm install --silent --no-audit --no-fund --global --prefix "$folder/global" "$folder"/*.tgz >/dev/null || fail 'npm install --global'
program=$folder/global/bin/system-monitor-api
expected=$(node -p 'require("./package.json").version')
cd / || exit 1
version=$("$program" --version)
[ "$version" = "$expected" ] || fail "--version says '$version'"
version=$(npx --yes --offline --package "$folder"/*.tgz -- system-monitor-api --version)
[ "$version" = "$expected" ] || fail "npx: --version says '$version'"

# Nobody has no home and may write nothing, which is how a service runs.
as_nobody=()
[ "$(id -u)" -ne 0 ] || as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent)
"${as_nobody[@]}" "$program" --port 0 >"$folder/log" 2>&1 </dev/null &
service=$!
for _ in $(seq 300); do
  url=$(grep -o 'http://127[0-9.:]*' "$folder/log" | head -n 1)
  [ -n "$url" ] && break
  sleep 0.1
done
curl --silent --fail --max-time 15 --output /dev/null "$url/dashboard/page.js" || fail 'GET /dashboard/page.js of the installed package'
curl --silent --fail --max-time 15 --output /dev/null "$url/stats" || { fail 'GET /stats of the installed package'; cat "$folder/log"; }
user=$(stat -c %u "/proc/$service")
kill -TERM "$service"
wait "$service" || fail "exit code $? after SIGTERM"
[ "$failed" -eq 0 ] && echo "$(wc -l <<<"$files") files, installed and answering as user $user, and through npx"
exit "$failed"
