# APIs that services of the cluster serve answer through this machine's API server: they let it in.
count=0
answers() { # NAME PATH
  said=$({{ask}}"$2" -o /dev/null -w 'HTTP %{http_code}' 2>&1) || {
    echo "$1 does not answer through this API server: $said"
    exit 1
  }
  count=$((count + 1))
}

{{checks}}
echo "aggregated APIs that answer through this API server: $count"
