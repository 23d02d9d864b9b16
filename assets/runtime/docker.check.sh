version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' docker-ce) || exit 1
case $version in
"installed "*":$VERSION-"* | "installed "*":$VERSION~"*) ;;
*) exit 1 ;;
esac
