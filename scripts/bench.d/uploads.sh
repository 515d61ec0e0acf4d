# Part of bench-server: every upload another blob, synced to disk when it is answered; files go between the measurements.

start_nscr nscr
start_registry
start_bare

push() { # push SERVER CONNECTIONS TIMES
  local how=push
  [ "$1" != bare ] || how=bare
  load $how "${port[$1]}" "$2" "$3" "$work/www/$repository/blobs/$big"
}
clear_uploads() {
  rm -rf "$work"/nscr/blobs/sha256/* "$work"/registry/docker/registry/v2/blobs/sha256/* "$work"/bare/[0-9a-f]*
  sync
}
run_up100MBx1() { sample up100MBx1 "$1" push "$1" 1 $((8 / scale)) && clear_uploads; }
run_up100MBx8() { sample up100MBx8 "$1" push "$1" 8 $(((scale + 1) / scale)) && clear_uploads; }

head_row uploads server GB/s 'CPU s/GB'
for what in 100MBx1 100MBx8; do
  paired up$what nscr bare registry
  for server in nscr bare registry; do
    row $what up$what $server 1e9 1e9
  done
  beside "upload ${what/x/ × }" up$what registry GB/s 1e9
  target "upload $what: CPU per GB ÷ bare Java loop" "$(ratio up$what nscr bare 2)" ≤ 1.25
  target "upload $what: GB/s ÷ docker-registry" "$(ratio up$what nscr registry 1)" ≥ 1.5
done
stop_servers
# Their files went, and they do not know it.
rm -rf "$work/nscr" "$work/registry"
