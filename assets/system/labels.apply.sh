# shellcheck disable=SC2086 # PATHS is a list of paths
restorecon -R -v $PATHS
