systemctl list-units --all --state=failed --no-legend --plain | awk '{ print $1 }'
