# The pod network and the cluster's DNS as this node has them, while its own pods are elsewhere: one
# of the DNS pods on another node is asked at its own address, then the service. The question is put
# as bytes, since a machine need not have a program that asks a server of one's choice.
said=$({{endpoints}} 2>&1) || { echo "no API server answers: $said"; exit 1; }
elsewhere=$(printf '%s\n' "$said" | q_json | awk -F'\t' '
  # Ready ones only; what is not is among the notReadyAddresses.
  $1 ~ /\.subsets\.[0-9]+\.addresses\.[0-9]+\.ip$/ { ip = $2 }
  $1 ~ /\.subsets\.[0-9]+\.addresses\.[0-9]+\.nodeName$/ && $2 != "{{node}}" && ip != "" { print ip; exit }')
if [ -z "$elsewhere" ]; then
  echo "no pod of the cluster's DNS is ready on another node: not tried"
  exit 0
fi
command -v socat >/dev/null || { echo "socat is not there: not tried"; exit 0; }

octal() { printf '\\%03o' "$1"; }
question() {
  bytes='\022\064\001\000\000\001\000\000\000\000\000\000' length=17
  rest={{name}}.
  while [ "$rest" ]; do
    label=${rest%%.*} rest=${rest#*.}
    bytes=$bytes$(octal ${#label})$label length=$((length + 1 + ${#label}))
  done
  # shellcheck disable=SC2059 # the bytes are the format
  printf "$(octal $((length / 256)))$(octal $((length % 256)))$bytes\\000\\000{{type}}\\000\\001"
}

# Its answer in hexadecimal: two bytes of length, the header with how many answers there are.
ask() { # ADDRESS WHAT
  address=$1
  case $address in *:*) address="[$address]" ;; esac
  if ! answer=$({ question && sleep 1; } | socat -t 1 -T 4 - "TCP:$address:53,connect-timeout=3" 2>&1 |
    od -An -v -tx1 | tr -d ' \n') || [ -z "$answer" ]; then
    echo "$2 does not answer at $1"
    exit 1
  fi
  case $answer in
    ????1234????????0000* | ????1234???[!0]*) echo "$2 at $1 does not know {{name}}" && exit 1 ;;
    ????1234*) ;;
    *)
      echo "$2 does not answer at $1: $(text "$answer")"
      exit 1
      ;;
  esac
}
# What socat said instead of an answer.
text() { # HEX
  bytes=$1
  while [ "$bytes" ]; do
    # shellcheck disable=SC2059
    printf "\\$(printf %03o "0x${bytes%"${bytes#??}"}")"
    bytes=${bytes#??}
  done | tail -n 1
}

ask "$elsewhere" "a pod of the cluster's DNS on another node"
ask {{dns}} "the cluster's DNS"
echo "the pod network leads to $elsewhere, and the cluster's DNS at {{dns}} knows {{name}}"
