[ "$({{ready}})" = ok ]
echo "/readyz says ok"
