systemctl stop kube-apiserver.service
