# nginx runs confined (httpd_t): no port of others, no connection and no folder is its own.
[ -e /sys/fs/selinux/enforce ] || exit 0
said=$(getsebool httpd_can_network_connect)
[ "$said" = "httpd_can_network_connect --> on" ]
said=$(matchpathcon -n "$FOLDER/nginx.pid")
case $said in *:httpd_var_run_t:*) ;; *) exit 1 ;; esac
said=$(semanage port -l)
printf '%s\n' "$said" | awk -v port="$PORT" '
  $1 == "http_port_t" && $2 == "tcp" {
    for (i = 3; i <= NF; i++) { sub(",", "", $i); if ($i == port) found = 1 }
  }
  END { exit !found }'
