timeout 8 /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=6s endpoint status -w json
