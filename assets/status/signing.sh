# How this master's API server signs service accounts' tokens, a record a line:
#   switched SECONDS  for how long all masters have signed with the new key, by this machine's clock
#   flag NAME=VALUE   a flag of the process that is about service accounts
#   end               all of it was told
file=/var/lib/quorate/signing-key-switched
if [ -e "$file" ]; then
  echo "switched $(($(date +%s) - $(stat -c %Y "$file")))"
fi
pid=$(systemctl show -p MainPID kube-apiserver.service)
pid=${pid#MainPID=}
if [ "${pid:-0}" != 0 ]; then
  tr '\0\n' '\n ' <"/proc/$pid/cmdline" | sed -n 's/^--\(service-account-[a-z-]*=\)/flag \1/p' && echo end
fi
