#!/bin/sh
# Asks a System Monitor once and says what is beyond its limits; for cron, monit, systemd timers, Nagios and its like.
#
#   system-monitor-alert [-u URL] [-k KEY_FILE] [-d PERCENT] [-m PERCENT] [-t CELSIUS] [-o] [-v]
#
#   -u URL       the service                                            http://127.0.0.1:5000
#   -k KEY_FILE  a file with the key, and nothing else                  no key
#   -d PERCENT   a file system this full is reported                    90
#   -m PERCENT   memory this full is reported                           95
#   -t CELSIUS   a GPU this hot is reported                             85
#   -o           Ollama must be running                                 it may be absent
#   -v           also say when all is well
#
# Whatever the service itself calls a problem (a lost GPU, a mount that hangs, a driver that does not fit) is
# reported too. One line for each finding on standard output, nothing when all is well, so that cron sends a mail
# only when there is something to say.
# Exit code: 0 all is well, 2 something was found, 3 it could not be asked, 64 wrong arguments.
#
# Needs curl (7.55 or newer) and jq (1.6 or newer).
set -u

url=http://127.0.0.1:5000 key_file='' disk=90 memory=95 celsius=85 ollama=false verbose=false

wrong() { echo "$1" >&2; exit 64; }
unknown() { echo "UNKNOWN: $1"; exit 3; }
number() { case $2 in '' | . | *[!0-9.]* | *.*.*) wrong "-$1 wants a number, not \"$2\"" ;; esac }

while getopts u:k:d:m:t:ov option; do
  case $option in
    u) url=${OPTARG%/} ;;
    k) key_file=$OPTARG ;;
    d) number d "$OPTARG"; disk=$OPTARG ;;
    m) number m "$OPTARG"; memory=$OPTARG ;;
    t) number t "$OPTARG"; celsius=$OPTARG ;;
    o) ollama=true ;;
    v) verbose=true ;;
    *) exit 64 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -eq 0 ] || wrong "unknown argument \"$1\""
for program in curl jq; do
  command -v "$program" >/dev/null || unknown "$program is not installed"
done

# The key goes through standard input: arguments are seen by everybody in the list of processes.
header() {
  [ -n "$key_file" ] || return 0
  key=$(tr -d '\r\n' <"$key_file") && printf 'X-API-Key: %s\n' "$key"
}
[ -z "$key_file" ] || [ -r "$key_file" ] || unknown "the key file $key_file cannot be read"

answer=$(header | curl --silent --show-error --max-time 15 --write-out '\n%{http_code}' --header @- \
  --header 'Accept: application/json' "$url/stats?only=memory,disk,gpu,ollama" 2>&1) || unknown "$url: $answer"
status=${answer##*
}
body=${answer%
*}
[ "$status" = 200 ] || unknown "$url answered $status: $(printf '%s' "$body" | jq -r '.detail // empty' 2>/dev/null)"

# A value that is not known is null, which is beyond no limit; that it is not known is among the problems.
findings=$(printf '%s' "$body" | jq -r --argjson disk "$disk" --argjson memory "$memory" \
  --argjson celsius "$celsius" --argjson ollama "$ollama" '
  def beyond($limit): . != null and . >= $limit;
  (.problems[] | "\(.domain): \(.detail)" + (if .remedy then " (\(.remedy))" else "" end)),
  (.disk.filesystems[]? | select((.read_only | not) and (.used_percent | beyond($disk)))
    | "disk: \(.mount_point) is \(.used_percent) % full"),
  (.memory | select(.percent? | beyond($memory)) | "memory: \(.percent) % in use"),
  (.gpu.gpus[]? | select(.temperature_celsius | beyond($celsius))
    | "gpu: \(.index) (\(.model // .name)) is at \(.temperature_celsius) °C"),
  (select($ollama and .ollama != null and .ollama.state == "absent") | "ollama: it is not running")
') || unknown "$url gave an answer that is not understood"

if [ -n "$findings" ]; then
  printf '%s\n' "$findings"
  exit 2
fi
[ "$verbose" = false ] || echo "OK: $url"
