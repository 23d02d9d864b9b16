[ -d "$FOLDER/pki" ] || [ ! -e /etc/kubernetes/pki ]
