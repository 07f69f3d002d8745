# shellcheck shell=bash
# What all scripts of ops/ share. Source it; it runs nothing by itself.

tf_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
export tf_root

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Random text, 256 bits, safe in URIs, connection strings and files.
random_secret() { head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_' | tr -d '='; }

# secret DIR NAME: prints the secret of that name, made on first use, readable by its owner only.
secret() {
  local file="$1/$2"
  if [[ ! -s $file ]]; then
    mkdir -p -m 0700 "$1"
    (umask 077 && random_secret >"$file.new" && mv "$file.new" "$file")
  fi
  cat "$file"
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The same without connecting: to a printer every connection is a document.
port_listens() { grep -qE "$(printf ': [0-9A-F]+:%04X [0-9A-F]+:0000 0A ' "$1")" /proc/net/tcp /proc/net/tcp6 2>/dev/null; }

# A free loopback port below the ephemeral range, so that no outgoing connection takes it between two starts.
free_port() {
  local port try
  for ((try = 0; try < 200; try++)); do
    port=$((15000 + (RANDOM * 32768 + RANDOM) % 17000))
    if ! port_is_open "$port"; then
      printf '%s\n' "$port"
      return
    fi
  done
  fail "no free loopback port found between 15000 and 32000"
}

# is_ours PIDFILE TEXT: prints the pid if that process lives and TEXT stands in its command line.
# A pid alone proves nothing: after a crash the number may belong to somebody else.
is_ours() {
  local pid
  [[ -s $1 ]] || return 1
  pid="$(head -n1 "$1")"
  [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2" || return 1
  printf '%s\n' "$pid"
}

# gone PID: true when the process has ended (a zombie has).
gone() {
  local state
  state="$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null)" || return 0
  [[ -z $state || $state == Z ]]
}

# end_process PIDFILE TEXT SIGNAL SECONDS: asks the process to end, waits, and kills it when the time is over.
end_process() {
  local pid deadline
  if ! pid="$(is_ours "$1" "$2")"; then
    rm -f "$1"
    return 0
  fi
  kill "-$3" "$pid" 2>/dev/null || true
  deadline=$((SECONDS + $4))
  until gone "$pid"; do
    if ((SECONDS >= deadline)); then
      say "process $pid did not end within $4 s: killing it" >&2
      kill -KILL "$pid" 2>/dev/null || true
      deadline=$((SECONDS + 10))
    fi
    sleep 0.05
  done
  rm -f "$1"
}

# wait_until SECONDS WHAT COMMAND...: repeats the command until it succeeds; fails with WHAT when the time is over.
wait_until() {
  local deadline=$((SECONDS + $1)) what="$2"
  shift 2
  until "$@"; do
    ((SECONDS < deadline)) || fail "$what"
    sleep 0.1
  done
}

# True when no ops/lib/guard waits for that process any more: its private servers are gone then.
no_guard_of() { ! grep -qsz -x -- "$1" $(grep -lsFz -- ops/lib/guard /proc/[0-9]*/cmdline) /dev/null; }

# http_status PORT PATH: the status code of a GET on loopback; nothing when nobody answers.
http_status() {
  local line
  exec 8<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&8
  read -r -t 5 line <&8 || line=""
  exec 8>&-
  printf '%s\n' "$line" | cut -d' ' -f2
}

is_root() { [[ $(id -u) == 0 ]]; }

# print_help FILE: prints the comment block at the head of a script as its help text.
print_help() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1"; }
