systemctl start kube-apiserver.service
