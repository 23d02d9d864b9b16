for module in $MODULES; do
  modprobe -q "$module" || echo "$module: this kernel has no such module"
done
