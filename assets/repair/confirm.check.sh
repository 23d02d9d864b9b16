[ ! -e /run/quorate-repair ] && ! systemctl is-active -q quorate-repair.timer
