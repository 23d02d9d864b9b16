# The lines "runs NAME TEXT" and "disk NAME TEXT" of what the node says of itself, against what
# it is to be: words NAME=VERSION.
said=$(
  {{answer}}
)
told=''
for wanted in {{wanted}}; do
  name=${wanted%%=*} version=${wanted#*=}
  case $name in
    runc | cni-plugins) kind=disk ;;
    *) kind=runs ;;
  esac
  line=$(printf '%s\n' "$said" | sed -n "s/^$kind $name //p" | head -n 1)
  found=$(printf '%s\n' "$line" | grep -oE '[0-9]+\.[0-9]+\.[0-9]+(-(alpha|beta|rc)[0-9A-Za-z.]*)?' | head -n 1)
  [ "$found" = "$version" ] || { echo "$name: ${found:-${line:-it does not run}}, and $version is wanted"; exit 1; }
  told="$told${told:+, }$name $version"
done
echo "$told"
