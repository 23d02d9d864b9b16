rm -f "$LINK"
systemctl disable -q nginx.service
