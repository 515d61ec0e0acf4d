# Part of bench-server: a small manifest.

start_nscr nscr
start_registry
start_nginx nginx ""
fill nscr http
fill registry http
warm_up "http://127.0.0.1:${port[nscr]}/$repository/manifests/latest"

get_small() { # get_small SERVER PATH
  wrk -t 1 -c 16 -d "$seconds" -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://127.0.0.1:${port[$1]}$2" >"$work/wrk"
  ! grep -q 'Non-2xx\|Socket errors' "$work/wrk" || { cat "$work/wrk" >&2; return 1; }
  awk '/ requests in / { print $1, $4 + 0 }' "$work/wrk"
}
run_bytag() { sample bytag "$1" get_small "$1" "/$repository/manifests/latest"; }
run_bydigest() { sample bydigest "$1" get_small "$1" "/$repository/manifests/$manifest"; }

head_row "manifest of $(stat -c %s "$work/manifest") bytes" server req/s 'CPU µs'
for what in bytag bydigest; do
  paired $what nscr nginx registry
  for server in nscr nginx registry; do
    row "${what/by/by }" $what $server 1 1e6
  done
  beside "manifest ${what/by/by }" $what registry req/s 1
  beside "manifest ${what/by/by }" $what nginx req/s 1
  target "manifest ${what/by/by }: req/s ÷ docker-registry" "$(ratio $what nscr registry 1)" ≥ 20
  target "manifest ${what/by/by }: req/s ÷ nginx's static file" "$(ratio $what nscr nginx 1)" ≥ 0.8
done
stop_servers
