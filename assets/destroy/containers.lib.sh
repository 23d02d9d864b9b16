# Processes of pods: by their cgroup, which also a container has whose runtime is gone, and the shims
# of containerd that hold them.
pods_processes() {
  for cgroup in /proc/[0-9]*/cgroup; do
    ! grep -qs kubepods "$cgroup" || { pid=${cgroup#/proc/} && echo "${pid%/cgroup}"; }
  done
  for command in /proc/[0-9]*/cmdline; do
    case $(tr '\0' ' ' 2>/dev/null <"$command") in
      *containerd-shim*" -namespace k8s.io "*) pid=${command#/proc/} && echo "${pid%/cmdline}" ;;
    esac
  done
}

docker_containers() {
  ! systemctl is-active -q docker.service || docker ps -aq --filter label=io.kubernetes.pod.name
}
