# How this machine's API server answers for its readiness: what it or curl said, "verify N" and
# "exit N". A busy one may be late once, or say so itself; one that is not ready goes on doing it.
for wait in 0 1 2; do
  sleep "$wait"
  said=$({{ready}} -w '\nverify %{ssl_verify_result}\n' 2>&1) && code=0 || code=$?
  # An error of HTTP, or too long without an answer.
  case $code in 22 | 28) ;; *) break ;; esac
done
printf '%s\nexit %s\n' "$said" "$code"
