# Starts the servers that bench-server compares: sourced, after common.sh, with $work set. Each is started once and serves
# the same content; `pids` says which processes it is.

declare -A port=([nscr]=7411 [registry]=7412 [nginx]=7413 [bare]=7414 [nscr-tls]=7415 [nginx-tls]=7416)
declare -A pids=()

# answers PORT: waits until a server takes connections.
answers() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    (: <"/dev/tcp/127.0.0.1/$1") 2>"$work/err" && return
    sleep 0.1
  done
  echo "nothing listens on port $1:" >&2
  cat "$work"/*.log >&2
  exit 1
}

# start_nscr NAME [OPTIONS]: a server with a store of its own, and nothing in it: the part before may have deleted files
# under the last one.
start_nscr() {
  rm -rf "${work:?}/$1"
  serve_nscr "$@"
}

# serve_nscr NAME [OPTIONS]: a server with the store that is there
serve_nscr() {
  local name=$1
  shift
  "$here/scripts/nscr" --store "$work/$name" serve --listen "127.0.0.1:${port[$name]}" "$@" 2>>"$work/$name.log" &
  pids[$name]=$!
  answers "${port[$name]}"
}

start_registry() {
  rm -rf "$work/registry" && mkdir "$work/registry"
  serve_registry
}

# serve_registry: with what is there
serve_registry() {
  cat >"$work/registry.yml" <<END
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/registry}, delete: {enabled: true}}
http: {addr: "127.0.0.1:${port[registry]}"}
END
  OTEL_TRACES_EXPORTER=none docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
  pids[registry]=$!
  answers "${port[registry]}"
}

make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/err"
}

# One nginx for plaintext and one for TLS, each with a worker for every core, so that their CPU can be told apart.
start_nginx() {
  local name=$1 listen=$2 certificate=
  [ "$listen" != ssl ] || certificate="ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;"
  cat >"$work/$name.conf" <<END
daemon off; pid $work/$name.pid; error_log $work/$name.log; worker_processes auto; user root;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type application/octet-stream;
  client_body_temp_path $work/$name.body; proxy_temp_path $work/$name.proxy; fastcgi_temp_path $work/$name.fastcgi;
  server { listen 127.0.0.1:${port[$name]} $listen; root $work/www;
    $certificate ssl_protocols TLSv1.2 TLSv1.3; }
}
END
  nginx -c "$work/$name.conf" 2>>"$work/$name.log" &
  answers "${port[$name]}"
  pids[$name]="$! $(pgrep -P $! | tr '\n' ' ')"
}

start_bare() {
  mkdir -p "$work/bare/v2" && ln -sfn "$work/www/v2/bench" "$work/bare/v2/bench"
  "$jdk/bin/java" -Xmx128m -XX:+UseSerialGC -cp "$work/classes" BareLoop "${port[bare]}" "$work/bare" 2>>"$work/bare.log" &
  pids[bare]=$!
  answers "${port[bare]}"
}

stop_servers() {
  local name
  for name in "${!pids[@]}"; do
    # shellcheck disable=SC2086 # several ids
    kill ${pids[$name]} 2>/dev/null || :
  done
  wait
  pids=()
}

# cpu NAME: the CPU seconds a server has used, user and system.
cpu() {
  local pid
  for pid in ${pids[$1]}; do
    sed 's/.*) //' "/proc/$pid/stat"
  done | awk -v hz="$(getconf CLK_TCK)" '{ ticks += $12 + $13 } END { printf "%.2f", ticks / hz }'
}

# memory NAME VmRSS|VmHWM: in MB, all its processes together.
memory() {
  local pid
  for pid in ${pids[$1]}; do
    cat "/proc/$pid/status"
  done | awk -v what="$2:" '$1 == what { kib += $2 } END { printf "%.0f", kib * 1024 / 1e6 }'
}
