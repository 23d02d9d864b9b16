umask 077
rm -rf "$FOLDER/pki.part"
cp -a /etc/kubernetes/pki "$FOLDER/pki.part"
mv "$FOLDER/pki.part" "$FOLDER/pki"
echo "/etc/kubernetes/pki is copied to $FOLDER/pki"
