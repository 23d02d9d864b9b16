systemctl stop kubelet.service
