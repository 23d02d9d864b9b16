failed=0
code=$({{ask}} -o /dev/null -w '%{http_code}' 2>/dev/null) || failed=$?
# See curl(1), exit codes.
case $failed in
  0) exit 0 ;;
  7 | 28 | 52) echo "no API server answers yet" ;;
  22)
    case $code in
      # It takes requests before it has read the roles that allow them.
      403) echo "the API server answers, and does not know its users' rights yet" ;;
      401) echo "the API server does not accept this machine's certificate" ;;
      *) echo "the API server answers, and is not ready yet (HTTP $code)" ;;
    esac
    ;;
  *) {{ask}} -o /dev/null || true ;;
esac
exit 1
