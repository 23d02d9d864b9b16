# A new file of the log gets the mode of the one before.
find /var/log/kubernetes -maxdepth 1 -type f -perm /077 -exec chmod go= {} +
