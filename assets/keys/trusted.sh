# Keys by their names, which are their sums. Whoever verifies tokens elsewhere is told the same.
tab=$(printf '\t')
nl='
'
said=$({{ask}}) || exit 1
there=$(printf '%s\n' "$said" | q_json | sed -n "s/^keys\.[0-9]*\.kid$tab//p")
count=0
for key in {{keys}}; do
  case "$nl$there$nl" in
    *"$nl$key$nl"*) count=$((count + 1)) ;;
    *)
      echo "the API server does not trust the key $key yet"
      exit 1
      ;;
  esac
done
for key in {{gone}}; do
  case "$nl$there$nl" in
    *"$nl$key$nl"*)
      echo "the API server still trusts the key $key"
      exit 1
      ;;
  esac
done
echo "the API server trusts every key that it should ($count), and none that is gone"
