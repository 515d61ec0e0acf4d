# Part of bench-server: how long small requests take, asked for at a steady pace, while 8 blobs are being pushed and deleted
# and gc runs every second; and while nothing else happens. Each push is held to 20 MB/s, so that the machine has CPU left
# and what is measured is who waits for whom, not how 2 cores are shared by 3 processes.

start_nscr nscr --gc-every 1s
fill nscr http
warm_up "http://127.0.0.1:${port[nscr]}/$repository/manifests/latest"

asked() { load paced "${port[nscr]}" 4 400 $((seconds * 2)) "/$repository/manifests/latest"; }
run_latency() {
  if [ "$1" = nscr ]; then
    asked >"$work/latency"
  else
    "${wire_load[@]}" push "${port[nscr]}" 8 1000000 "$work/www/$repository/blobs/$big" DELETE 20000000 >"$work/pushing" 2>&1 &
    local pushing
    pushing=$!
    sleep 1
    asked >"$work/latency"
    kill $pushing && wait $pushing 2>/dev/null || :
  fi
  [ "$round" -le 0 ] || awk '{ print $2, $1 }' "$work/latency" >>"$work/samples.latency.$1"
}

printf '\n| %-28s | %-16s | %9s | %9s |\n' 'small requests, 400 a second' '' 'p99 ms' 'median ms'
printf '|%s|%s|%s|%s|\n' "$(dashes 30)" "$(dashes 18)" "$(dashes 10):" "$(dashes 10):"
paired latency nscr busy
row 'nothing else' latency nscr 1 1
row '8 uploads and gc' latency busy 1 1
target "p99 with 8 uploads and gc ÷ without" "$(ratio latency busy nscr 1)" ≤ 2
stop_servers
