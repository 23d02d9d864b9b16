# With nothing said of it, it runs no more where it does not run.
! systemctl -q is-active kubelet.service
