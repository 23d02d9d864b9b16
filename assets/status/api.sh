{{ready}} 2>&1 && echo
