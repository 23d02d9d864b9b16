# A copy that is there is whole: it is made beside and renamed.
[ -d "$KEPT" ]
