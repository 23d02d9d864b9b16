[ -s "$folder/snapshot.db" ]
