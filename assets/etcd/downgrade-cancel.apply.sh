# Of a way back that was begun: the members would go on to speak the older version for ever.
order "$ETCD_URL" downgrade cancel || give_up "etcd still is on its way back"
echo "etcd is on its way back no more"
