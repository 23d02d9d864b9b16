# Units that failed, one a line.
systemctl show --state=failed --property=Id --value '*' | grep .
