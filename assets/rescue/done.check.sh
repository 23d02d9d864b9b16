[ ! -e "$folder" ]
