wanted=$(awk -f "$PATCH" "$ORIGINAL" | sha256sum)
[ "$wanted" = "$(sha256sum <"$PATCHED")" ]
found=$(api --request-timeout=10s -n kube-system get daemonset calico-node \
  -o go-template='{{index .metadata.annotations "quorate.io/digest"}}')
[ "$found" = "${wanted%% *}" ]
text=$(kept)
# shellcheck disable=SC2086 # APPLY is a list of flags
said=$(objects_differ $APPLY) || [ $? != 1 ] ||
  q_because "a setting, role or binding of Calico's is not as wanted"
