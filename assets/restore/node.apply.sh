systemctl restart kubelet.service
systemctl try-restart kube-proxy.service
echo "$RESTORE" >"$RECORD.new"
mv -f "$RECORD.new" "$RECORD"
