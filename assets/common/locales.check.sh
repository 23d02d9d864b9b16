# A locale's name is spelled en_US.UTF-8 by people and en_US.utf8 by the library.
plain() { tr -d - | tr '[:upper:]' '[:lower:]'; }
have=$(locale -a | plain)
for wanted in $LOCALES; do
  printf '%s\n' "$have" | grep -qxF -- "$(printf %s "$wanted" | plain)" || exit 1
done
