curl -q -fsS --noproxy '*' --max-time 5 http://127.0.0.1:10256/healthz >/dev/null
{{service}} >/dev/null
echo "healthy, and the service {{address}} leads to an API server"
