# Part of bench-server: blobs over plaintext.

start_nscr nscr
start_nginx nginx ""
start_bare
fill nscr http
warm_up "http://127.0.0.1:${port[nscr]}${smalls[0]}"

run_1MBx8() { sample 1MBx8 "$1" load get "${port[$1]}" 8 $((256 / scale)) "${smalls[@]}"; }
run_100MBx1() { sample 100MBx1 "$1" load get "${port[$1]}" 1 $((20 / scale)) "/$repository/blobs/$big"; }
run_100MBx64() { sample 100MBx64 "$1" load get "${port[$1]}" 64 1 "/$repository/blobs/$big"; }

head_row downloads server GB/s 'CPU s/GB'
for what in 1MBx8 100MBx1 100MBx64; do
  paired $what nscr nginx bare
  for server in nscr nginx bare; do
    row $what $what $server 1e9 1e9
  done
  beside "download ${what/x/ × }" $what nginx GB/s 1e9
  target "download $what: GB/s ÷ nginx" "$(ratio $what nscr nginx 1)" ≥ 0.95
  target "download $what: CPU per GB ÷ nginx" "$(ratio $what nscr nginx 2)" ≤ 1.1
done
stop_servers
