set -eu
setsebool -P httpd_can_network_connect on
# By the policy's name of /run. What has a label of another kind is given this one.
semanage fcontext -a -t httpd_var_run_t "/var$FOLDER(/.*)?" ||
  semanage fcontext -m -t httpd_var_run_t "/var$FOLDER(/.*)?"
semanage port -a -t http_port_t -p tcp "$PORT" || semanage port -m -t http_port_t -p tcp "$PORT"
