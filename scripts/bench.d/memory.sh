# Part of bench-server: resident memory of nscr serve as it comes, and of docker-registry.

printf '\n| %-46s | %-12s | %-12s |\n' 'resident memory, MB' nscr docker-registry
printf '|%s|%s:|%s:|\n' "$(dashes 48)" "$(dashes 13)" "$(dashes 16)"
start_nscr nscr
start_registry
fill nscr http
fill registry http
sleep 5
idle=$(memory nscr VmRSS)
printf '| %-46s | %12s | %15s |\n' 'idle, after the first pushes' "$idle" "$(memory registry VmRSS)"
target 'resident memory when idle, MB' "$idle" ≤ 130

# busy SERVER UPLOADS DOWNLOADS: the most it had meanwhile
busy() {
  local moving=() most=0 now
  if [ "$2" -gt 0 ]; then
    load push "${port[$1]}" "$2" $(((scale + 1) / scale)) "$work/www/$repository/blobs/$big" >"$work/pushed" &
    moving+=($!)
  fi
  if [ "$3" -gt 0 ]; then
    load get "${port[$1]}" "$3" $((scale > 1 ? 2 : 4)) "/$repository/blobs/$big" >"$work/fetched" &
    moving+=($!)
  fi
  while [ -n "$(ps -o pid= -p "$(IFS=,; echo "${moving[*]}")")" ]; do
    now=$(memory "$1" VmRSS)
    [ "$now" -le "$most" ] || most=$now
    sleep 0.2
  done
  wait "${moving[@]}"
  rm -rf "$work"/nscr/staged/* "$work"/registry/docker/registry/v2/repositories/bench/_uploads
  echo "$most"
}
printf '| %-46s | %12s | %15s |\n' '64 downloads of 100 MB' "$(busy nscr 0 64)" "$(busy registry 0 64)"
both=$(busy nscr 64 64) theirs=$(busy registry 64 64)
printf '| %-46s | %12s | %15s |\n' '64 uploads and 64 downloads of 100 MB' "$both" "$theirs"
compare 'resident, 64 uploads and 64 downloads of 100 MB' MB "$both" docker-registry "$theirs" "$(awk -v a="$theirs" -v b="$both" 'BEGIN { print a / b }')"
target 'resident memory under 64 uploads and 64 downloads, MB' "$both" ≤ 260
printf '| %-46s | %12s | %15s |\n' 'the most there ever was (VmHWM)' "$(memory nscr VmHWM)" "$(memory registry VmHWM)"
sleep 5
printf '| %-46s | %12s | %15s |\n' 'idle again' "$(memory nscr VmRSS)" "$(memory registry VmRSS)"
stop_servers
