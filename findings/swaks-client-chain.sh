#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: a mail client that is given one PEM file with its certificate and the intermediate above it presents both, as
# curl does with that file.
# Seen: swaks presents its own certificate alone, so a server that knows the root only cannot verify it.
set -euo pipefail
version=20201014.0-2

for tool in apt-get dpkg perl openssl curl; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
mkdir packages root
needed=$(apt-get install -s -o Dir::State::status=/dev/null --no-install-recommends "swaks=$version" libnet-ssleay-perl |
    sed -n 's/^Inst \(swaks\|lib[^ ]*-perl\) (\([^ ]*\) .*/\1=\2/p') || true
[ -n "$needed" ] || { echo "there is no swaks $version to be had"; exit 2; }
# shellcheck disable=SC2086 # a list
(cd packages && apt-get download -q $needed >/dev/null 2>&1) || { echo "cannot download"; exit 2; }
for package in packages/*.deb; do
    dpkg -x "$package" root
done

# A root, an intermediate below it, and below that a server and a client.
printf 'basicConstraints=critical,CA:true\nkeyUsage=keyCertSign\n' >ca.ext
printf 'basicConstraints=CA:false\n' >leaf.ext
issue() { # NAME ISSUER EXTENSIONS
    openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -days 2 -extfile "$3" -out "$1.crt" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -subj /CN=root -days 2 -out root.crt 2>/dev/null
issue intermediate root ca.ext
issue server.example root leaf.ext
issue client.example intermediate leaf.ext
cat client.example.crt intermediate.crt >chain.pem

# Prints what a server that knows the root makes of the client whose command follows.
verdict() {
    local port=$((20000 + RANDOM % 10000))
    (sleep 1; printf '220 server.example\r\n'; sleep 3) |
        openssl s_server -accept "127.0.0.1:$port" -cert server.example.crt -key server.example.key -CAfile root.crt \
            -verify 5 -naccept 1 -quiet >/dev/null 2>"$work/log" &
    server=$!
    sleep 0.5
    "$@" "$port" >/dev/null 2>&1 || :
    wait "$server" || :
    server=
    grep -q 'verify error' "$work/log" && echo "cannot be verified" || echo "verified"
}
with_swaks() {
    PERL5LIB=$work/root/usr/share/perl5:$(echo "$work"/root/usr/lib/*/perl5/*) perl "$work/root/usr/bin/swaks" \
        --server 127.0.0.1 --port "$1" --tls-on-connect --tls-cert chain.pem --tls-key client.example.key \
        --quit-after CONNECT --timeout 4
}
with_curl() {
    curl --insecure --max-time 4 --cert chain.pem --key client.example.key "smtps://127.0.0.1:$1"
}
seen="curl: $(verdict with_curl)
swaks: $(verdict with_swaks)"
echo "swaks $version, $(curl --version | head -n 1 | cut -d ' ' -f 1-2)"
echo "$seen"
[ "$seen" = "curl: verified
swaks: cannot be verified" ] || { echo "CHANGED"; exit 1; }
