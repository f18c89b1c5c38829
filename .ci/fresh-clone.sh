#!/usr/bin/env bash
# What a newcomer does: clone, then `npm start` and `npm test` as the very first commands, here even at once. The
# service must answer every route of its index and end within a second of SIGTERM to npm.
# The clone is of HEAD; usage: .ci/fresh-clone.sh [folder to clone into]
set -u
source=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$(mktemp -d)}
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
url=http://127.0.0.1:$port
failed=0
say() { printf '%s\n' "$*"; }
fail() { say "FAIL $*"; failed=1; }
seconds() { say $((SECONDS - began)); }

git clone --quiet --no-hardlinks "$source" "$folder/clone" || exit 1
cd "$folder/clone" || exit 1
began=$SECONDS
SYSMON_PORT=$port npm start >"$folder/start.log" 2>&1 </dev/null &
npm=$!
# A few tests are enough here: what is tried is the set-up. The whole suite runs in a fresh clone where CI runs it.
npm test -- dist/test/architecture/imports.test.js dist/test/settings/settings.test.js >"$folder/test.log" 2>&1 </dev/null &
tests=$!
trap 'kill "$npm" "$tests" 2>/dev/null; rm -rf "$folder/clone" 2>/dev/null' EXIT

until curl --silent --fail --output /dev/null "$url/health/live"; do
  kill -0 "$npm" 2>/dev/null || { cat "$folder/start.log"; fail 'npm start has ended'; exit 1; }
  [ "$(seconds)" -lt 300 ] || { cat "$folder/start.log"; fail 'npm start does not answer after 300 s'; exit 1; }
  sleep 0.2
done
say "npm start answered after $(seconds) s"

while read -r path; do
  query='' longest=15
  case $path in
    /stats/history) query='?metric=cpu.usage_percent' ;;
    /stats/stream) longest=2 ;; # an answer without an end
  esac
  status=$(curl --silent --output "$folder/answer" --write-out '%{http_code}' --max-time "$longest" "$url$path$query")
  case $status in
    200) ;;
    *) fail "GET $path answers $status: $(head -c 300 "$folder/answer")" ;;
  esac
done < <(curl --silent "$url/" | node -p 'JSON.parse(require("fs").readFileSync(0)).routes.map(({ path }) => path).join("\n")')
say 'every route of the index answered'

if wait "$tests"; then say "npm test passed after $(seconds) s: $(tail -n 1 "$folder/test.log")"
else fail 'npm test'; tail -n 40 "$folder/test.log"; fi

# npm passes SIGTERM to its shell alone, and ends with the shell's status; the service must go with them.
stopped=$(date +%s%N)
kill -TERM "$npm"
wait "$npm"
while curl --silent --output /dev/null "$url/health/live"; do
  [ $((($(date +%s%N) - stopped) / 1000000)) -lt 5000 ] || break
  sleep 0.05
done
ms=$((($(date +%s%N) - stopped) / 1000000))
[ "$ms" -lt 1000 ] || fail "the service outlived npm start by $ms ms"
grep -q 'closing (SIGTERM)' "$folder/start.log" || fail 'the service did not close of its own'
[ -z "$(git status --porcelain)" ] || fail "the clone is not clean: $(git status --porcelain)"
say "npm start and its service ended $ms ms after SIGTERM"
exit "$failed"
