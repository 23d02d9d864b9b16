# What is built in cannot be loaded, and what does not exist is told by those that need it.
for module in $MODULES; do
  [ -d "/sys/module/$module" ] && continue
  grep -qs "/$module\.ko" "/lib/modules/$(uname -r)/modules.builtin" && continue
  ! modprobe -n -q "$module" 2>/dev/null || exit 1
done
