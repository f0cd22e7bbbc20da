# SPDX-License-Identifier: Apache-2.0
# Sourced: unpacks OpenSMTPD and what it needs into a root of its own, and runs it there on $address, port 25. It takes
# mail for known@peer.example. Sets $version and $root; a trap ends it and removes all.
version=6.8.0p2-4+b4
address=127.94.11.25

for tool in apt-get dpkg chroot mknod python3; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
[ "$(id -u)" -eq 0 ] || { echo "needs root"; exit 2; }
work=$(mktemp -d)
root=$work/root
server=
finish() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
mkdir -p "$root" "$work/packages"
needed=$(apt-get install -s -o Dir::State::status=/dev/null --no-install-recommends "opensmtpd=$version" dash coreutils \
    | sed -n 's/^Inst \([^ ]*\).*/\1/p') || true
[ -n "$needed" ] || { echo "there is no opensmtpd $version to be had"; exit 2; }
# shellcheck disable=SC2086 # a list
(cd "$work/packages" && apt-get download -q $needed >/dev/null 2>&1) || { echo "cannot download"; exit 2; }
for package in "$work"/packages/*.deb; do
    dpkg -x "$package" "$root"
done
mkdir -p "$root"/{dev,etc,tmp,run,var/run,var/empty,var/store,var/spool/smtpd,var/lib/opensmtpd/empty}
chmod 711 "$root/var/spool/smtpd"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/urandom" c 1 9
id=900
echo "root:x:0:0::/:/bin/sh" >"$root/etc/passwd"
echo "root:x:0:" >"$root/etc/group"
for account in opensmtpd opensmtpq store; do
    id=$((id + 1))
    echo "$account:x:$id:$id::/var/store:/bin/sh" >>"$root/etc/passwd"
    echo "$account:x:$id:" >>"$root/etc/group"
done
chown 903:903 "$root/var/store"
cat >"$root/etc/smtpd.conf" <<END
listen on $address port 25 hostname mx.peer.example
table known { "known@peer.example" = "store" }
action "store" maildir "/var/store/known" virtual <known>
match from any for domain "peer.example" action "store"
END
chroot "$root" /usr/sbin/smtpd -d -f /etc/smtpd.conf >"$work/output" 2>&1 &
server=$!
sleep 3
