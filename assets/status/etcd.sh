timeout 4 /usr/local/bin/etcdctl.sh --endpoints=https://127.0.0.1:2379 --command-timeout=3s endpoint status -w json
