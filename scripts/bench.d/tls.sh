# Part of bench-server: blobs over TLS 1.3, AES-256-GCM on both sides.

make_certificate
start_nscr nscr-tls --tls-cert "$work/cert.pem" --tls-key "$work/key.pem"
start_nginx nginx-tls ssl
fill nscr-tls https
warm_up "https://127.0.0.1:${port[nscr-tls]}${smalls[0]}"

# fetch_tls SERVER CONNECTIONS TIMES PATH...: by curl, a process for each connection.
fetch_tls() {
  local server=$1 connections=$2 times=$3 paths=("${@:4}") fetching=() i start end
  start=$(date +%s.%N)
  for ((i = 0; i < connections; i++)); do
    curl -ksSf --tls13-ciphers TLS_AES_256_GCM_SHA384 -o "$work/null" -w '%{size_download}\n' \
      "https://127.0.0.1:${port[$server]}${paths[i % ${#paths[@]}]}?[1-$times]" >"$work/fetched.$i" &
    fetching+=($!)
  done
  for i in "${fetching[@]}"; do
    wait "$i"
  done
  end=$(date +%s.%N)
  cat "$work"/fetched.* | awk -v s="$start" -v e="$end" '{ bytes += $1 } END { printf "%d %.3f\n", bytes, e - s }'
  rm "$work"/fetched.*
}
ln -s /dev/null "$work/null"

run_tls1MBx8() { sample tls1MBx8 "$1" fetch_tls "$1" 8 $((128 / scale)) "${smalls[@]}"; }
run_tls100MBx1() { sample tls100MBx1 "$1" fetch_tls "$1" 1 $((16 / scale)) "/$repository/blobs/$big"; }
run_tls100MBx64() { sample tls100MBx64 "$1" fetch_tls "$1" 64 1 "/$repository/blobs/$big"; }

head_row 'downloads, TLS' server GB/s 'CPU s/GB'
for what in 1MBx8 100MBx1 100MBx64; do
  paired tls$what nscr-tls nginx-tls
  for server in nscr-tls nginx-tls; do
    row $what tls$what $server 1e9 1e9
  done
  beside "download ${what/x/ × }, TLS" tls$what nginx-tls GB/s 1e9 nscr-tls
  target "download $what, TLS: GB/s ÷ nginx" "$(ratio tls$what nscr-tls nginx-tls 1)" ≥ 0.95
done
stop_servers
