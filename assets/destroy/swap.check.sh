! grep -qs '^# off for Kubernetes: ' /etc/fstab
