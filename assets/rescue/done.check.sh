[ ! -e "$FOLDER" ]
