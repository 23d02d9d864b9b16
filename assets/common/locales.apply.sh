set -eu
for wanted in $LOCALES; do
  line=$(grep -m 1 -F -- "$wanted " /usr/share/i18n/SUPPORTED | grep "^$wanted ") || {
    echo "$wanted is not a locale of this system: /usr/share/i18n/SUPPORTED lists them" >&2
    exit 1
  }
  grep -qxF -- "$line" /etc/locale.gen || printf '%s\n' "$line" >>/etc/locale.gen
done
locale-gen
