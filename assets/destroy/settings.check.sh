[ ! -s /var/lib/quorate/sysctl-before ]
