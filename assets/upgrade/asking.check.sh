systemctl is-active --quiet quorate-asks.service
