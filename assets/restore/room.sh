# Whether a backup's data have room on a machine, one record a line:
#   room PATH MOUNT FREE    where a path is or would be, and how many KiB are free there
#   old KIB                 what the data take that are put aside
#   failed WHAT WORDS       which could not be asked, and why
#   end                     all was asked
{{room}}
[ ! -d /var/lib/etcd/member ] || du -sk /var/lib/etcd/member | awk '{ print "old", $1 }'
echo end
[ $failed = 0 ]
