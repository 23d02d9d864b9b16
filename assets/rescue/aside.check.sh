[ -d "$folder/member" ]
