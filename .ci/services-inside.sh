#!/usr/bin/env bash
# Run by the systemd of services-boot.sh, as root beside the service: starts the unit in the ways its page describes
# and asks it as a client would.
set -u
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
service=system-monitor-api.service
drop_in=/etc/systemd/system/$service.d/50-settings.conf
url=http://127.0.0.1:5000
fail() { echo "FAIL $*"; }
show() { systemctl show --property "$1" --value $service; }
# started <settings of the environment file>: the service anew with these.
failure() { systemctl show --property ExecMainStatus,Result,StatusErrno $service; tail -n 5 /run/ci/out/log; }
started() {
  printf '%s\n' "$@" >/etc/system-monitor-api/environment
  systemctl reset-failed $service 2>/dev/null
  systemctl restart $service || { fail "start with '$*'"; failure; }
}
# status <curl arguments>: the status of the answer.
status() { curl --silent --max-time 10 --output /run/answer --write-out '%{http_code}' "$@"; }
expect() { [ "$2" = "$3" ] || fail "$1: '$2' instead of '$3'"; }

systemctl daemon-reload
started ''
pid=$(show MainPID)
echo "started by systemd $(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p') as user $(stat -c %U "/proc/$pid")"
field() { sed -n "s/^$1:\s*//p" "/proc/$pid/status"; }
expect 'user' "$(field Uid | grep -c '^0')" 0
expect 'capabilities' "$(field CapBnd)$(field CapEff)" 00000000000000000000000000000000
expect 'no new privileges' "$(field NoNewPrivs)" 1
expect 'system call filter' "$(field Seccomp)" 2
expect 'GET /stats' "$(status $url/stats)" 200
nsenter --target "$pid" --mount -- touch /etc/written 2>/dev/null && fail 'it could write to /etc'

# The same program without any restriction reads the same facts of this machine.
system-monitor-api --port 5001 >/run/ci/out/free 2>&1 &
free=$!
until grep -q listening /run/ci/out/free || ! kill -0 $free; do sleep 0.1; done
facts='d=>JSON.stringify({cpu:[d.cpu.model,d.cpu.cores,d.cpu.threads],memory:d.memory.total_bytes,
  disk:d.disk.total_bytes,gpus:d.gpu.gpus.map(g=>g.id),backends:d.gpu.backends.map(b=>[b.vendor,b.state]),
  host:[d.host.hostname,d.host.kernel],network:Object.keys(d.network).length,problems:d.problems.map(p=>[p.domain,p.code])})'
facts_of() { curl --silent --max-time 10 "$1/stats" | node -e "process.stdin.toArray().then(c=>console.log(($facts)(JSON.parse(Buffer.concat(c)))))"; }
restricted=$(facts_of $url)
unrestricted=$(facts_of http://127.0.0.1:5001)
kill $free
[ -n "$restricted" ] || fail 'no facts'
expect 'what the restricted service sees' "$restricted" "$unrestricted"
echo "sees what an unrestricted one sees: $restricted"

began=$(date +%s%N)
systemctl stop $service
took=$((($(date +%s%N) - began) / 1000000))
expect 'result of the stop' "$(show Result)" success
[ "$took" -lt 5000 ] || fail "the stop took $took ms"
echo "stopped in $took ms"

started SYSMON_HOST=0.0.0.0
key=$(cat /var/lib/private/system-monitor-api/* | tail -n 1)
expect 'without a key' "$(status $url/stats)" 401
expect 'with the key of the state directory' "$(status --header "X-API-Key: ${key##*:}" $url/stats)" 200
expect 'mode of the key' "$(stat -c %a /var/lib/private/system-monitor-api/*)" 600

socket=/run/system-monitor-api/api.sock
started SYSMON_SOCKET=$socket SYSMON_SOCKET_MODE=0666
expect 'on a unix socket' "$(setpriv --reuid 65534 --clear-groups curl --silent --unix-socket $socket \
  --output /dev/null --write-out '%{http_code}' http://localhost/stats)" 200
expect 'mode of the socket' "$(stat -c %a $socket)" 666

cat >$drop_in <<UNIT
[Service]
Group=www-data
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
AmbientCapabilities=CAP_NET_BIND_SERVICE
UNIT
systemctl daemon-reload
started SYSMON_SOCKET=$socket
expect 'mode and group of the socket' "$(stat -c '%a %G' $socket)" '660 www-data'
started SYSMON_PORT=443
expect 'on port 443 with one capability' "$(status http://127.0.0.1:443/stats)" 200

# Keys and certificate as credentials, which only root could read otherwise.
printf 'ci:sha256:%s\n' "$(printf %s 0123456789abcdef | sha256sum | cut -d' ' -f1)" >/run/keys
chmod 600 /run/keys
cat >$drop_in <<UNIT
[Service]
LoadCredential=keys:/run/keys
LoadCredential=tls.crt:/run/ci/tls.crt
LoadCredential=tls.key:/run/ci/tls.key
Environment=SYSMON_API_KEYS_FILE=%d/keys SYSMON_TLS_CERT=%d/tls.crt SYSMON_TLS_KEY=%d/tls.key
UNIT
systemctl daemon-reload
started SYSMON_HOST=0.0.0.0
secure="--cacert /run/ci/tls.crt https://localhost:5000/stats"
expect 'TLS without a key' "$(status $secure)" 401
expect 'TLS with a key' "$(status --header 'X-API-Key: 0123456789abcdef' $secure)" 200
rm $drop_in
systemctl daemon-reload

printf 'SYSMON_PORT=http\n' >/etc/system-monitor-api/environment
systemctl restart $service 2>/dev/null && fail 'it started with a wrong setting'
expect 'state after a wrong setting' "$(show ActiveState) $(show NRestarts)" 'failed 0'

# Killed, it comes back.
started ''
pid=$(show MainPID)
kill -KILL "$pid"
for _ in $(seq 100); do [ "$(status $url/health/live)" = 200 ] && break; sleep 0.1; done
expect 'after a kill' "$(status $url/health/live)" 200

# One that stands is ended by systemd, though its own watchdog is off, and comes back.
cat >$drop_in <<UNIT
[Service]
WatchdogSec=3
UNIT
systemctl daemon-reload
started SYSMON_WATCHDOG=0
pid=$(show MainPID)
sleep 7
expect 'a watchdog that is fed' "$(show MainPID)" "$pid"
kill -STOP "$pid"
for _ in $(seq 150); do [ "$(show MainPID)" != "$pid" ] && [ "$(status $url/health/live)" = 200 ] && break; sleep 0.1; done
[ "$(show MainPID)" != "$pid" ] || fail 'one that stands was not ended'
expect 'after standing' "$(status $url/health/live)" 200
echo 'all done'
