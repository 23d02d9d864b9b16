[ -s "$FOLDER/snapshot.db" ]
