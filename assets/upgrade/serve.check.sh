systemctl is-active --quiet kube-apiserver.service
