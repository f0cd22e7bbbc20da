#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: a requirement of Sendmail's access map that names neither TEMP+ nor PERM+ is refused as with TEMP+, by 403 4.7.0:
# its manual (cf/README, "Allowing Connections") gives that code for the default.
# Seen: 454 4.7.0 without a prefix, 403 4.7.0 with TEMP+. And a rule for user@domain holds for user+tag@domain as well.
set -euo pipefail
version=8.17.1.9-2+deb12u2

for tool in apt-get dpkg unshare; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
[ "$(id -u)" -eq 0 ] || { echo "needs root, for a host name of its own"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get download -q "sendmail-bin=$version" "sendmail-cf=$version" libwrap0 m4 libsigsegv2 >log 2>&1 ||
    { echo "cannot get Sendmail $version"; exit 2; }
for package in *.deb; do
    dpkg -x "$package" root
done
# A copy without the group bit, which would have the loader pass LD_LIBRARY_PATH over.
install -m 755 root/usr/libexec/sendmail/sendmail root/usr/libexec/sendmail/makemap .
export LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu"

echo 'hosts files' >switch
cat >config.mc <<END
include(_CF_DIR_\`m4/cf.m4')dnl
OSTYPE(\`linux')dnl
define(\`confDOMAIN_NAME', \`mx.here.example')dnl
define(\`confDONT_BLAME_SENDMAIL', \`MapInUnsafeDirPath')dnl
define(\`confSERVICE_SWITCH_FILE', \`$work/switch')dnl
FEATURE(\`nocanonify')dnl
FEATURE(\`access_db', \`hash -T<TMPF> $work/access')dnl
MAILER(\`smtp')dnl
END
root/usr/bin/m4 "-D_CF_DIR_=$work/root/usr/share/sendmail/cf/" config.mc >config.cf
printf 'TLS_Rcpt:%s\n' 'plain.example VERIFY' 'temp.example TEMP+VERIFY' 'perm.example PERM+VERIFY' \
    'user@plain.example ENCR:0' >access

named() { unshare -u sh -c 'hostname mx.here.example; exec "$@"' sh "$@"; }
named ./makemap -C "$work/config.cf" hash access <access
seen=$({
    echo '.D{verify}NO'
    for recipient in a@plain.example a@temp.example a@perm.example user@plain.example user+tag@plain.example; do
        echo "tls_rcpt $recipient"
    done
} | named ./sendmail -bt -C "$work/config.cf" 2>>log | sed -n 's/^tls_rcpt *returns: *//p' | tr -d '"' | tr -s ' ')
echo "Sendmail $version"
echo "$seen"
[ "$seen" = '$# error $@ 4 . 7 . 0 $: 454 not authenticated
$# error $@ 4 . 7 . 0 $: 403 not authenticated
$# error $@ 5 . 7 . 0 $: 503 not authenticated
OK
OK' ] || { echo "CHANGED"; exit 1; }
