systemctl restart docker.service
