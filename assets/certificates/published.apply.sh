text=$(awk '{ printf "%s\\n", $0 }' "$FILE") || exit 1
kube patch configmap extension-apiserver-authentication --type=merge -p "{\"data\":{\"$NAME\":\"$text\"}}"
