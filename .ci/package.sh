#!/usr/bin/env bash
# What `npm pack` would publish: holds what is needed, nothing else, and works where only it was installed.
set -u
cd "$(dirname "$0")/.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAIL $*"; failed=1; }

npm pack --silent --json --pack-destination "$folder" >"$folder/pack.json" || exit 1
files=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).flatMap(({ files }) => files.map(({ path }) => path)).join("\n")' "$folder/pack.json")
for needed in package.json README.md LICENSE openapi.yaml dist/src/main.js dist/src/host/helper/child.js; do
  grep -qxF "$needed" <<<"$files" || fail "the package lacks $needed"
done
strange=$(grep -vE '^(package\.json|README\.md|LICENSE|CHANGELOG\.md|openapi\.yaml|docs/.+|dist/(src|plugins|schemas)/.+\.(js|d\.ts|js\.map))$' <<<"$files")
[ -z "$strange" ] || fail "the package holds what nobody needs: $strange"

npm install --silent --no-audit --no-fund --omit=dev --prefix "$folder/installed" "$folder"/*.tgz >/dev/null || fail 'npm install of the package'
version=$(cd / && "$folder/installed/node_modules/.bin/system-monitor-api" --version)
[ "$version" = "$(node -p 'require("./package.json").version')" ] || fail "--version says '$version'"
cd / || exit 1
"$folder/installed/node_modules/.bin/system-monitor-api" --port 0 >"$folder/log" 2>&1 </dev/null &
service=$!
for _ in $(seq 100); do
  url=$(grep -o 'http://127[0-9.:]*' "$folder/log" | head -n 1)
  [ -n "$url" ] && break
  sleep 0.1
done
curl --silent --fail --max-time 15 --output /dev/null "$url/stats" || { fail 'GET /stats of the installed package'; cat "$folder/log"; }
kill -TERM "$service"
wait "$service" || fail "exit code $? after SIGTERM"
[ "$failed" -eq 0 ] && echo "$(wc -l <<<"$files") files, installed and answering"
exit "$failed"
