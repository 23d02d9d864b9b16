sed -i 's/^# off for Kubernetes: //' /etc/fstab
swapon -a || echo "swap comes back with the next boot"
