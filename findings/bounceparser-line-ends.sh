#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: Mail::DeliveryStatus::BounceParser finds every recipient of a delivery status notification, whatever the line
# ends of the file: CR LF, as SMTP has them, or LF, as a mailbox on Unix.
# Seen: between lines that end in CR LF it finds the first recipient alone.
set -euo pipefail
version=1.543+repacked-1

for tool in apt-get dpkg perl sed; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/packages" "$work/root"
needed=$(apt-get install -s -o Dir::State::status=/dev/null --no-install-recommends \
    "libmail-deliverystatus-bounceparser-perl=$version" | sed -n 's/^Inst \([^ ]*-perl\) .*/\1/p') || true
[ -n "$needed" ] || { echo "there is no BounceParser $version to be had"; exit 2; }
# shellcheck disable=SC2086 # a list
(cd "$work/packages" && apt-get download -q $needed >/dev/null 2>&1) || { echo "cannot download"; exit 2; }
for package in "$work"/packages/*.deb; do
    dpkg -x "$package" "$work/root"
done

cat >"$work/lf.eml" <<'END'
From: postmaster@sender.example
To: alice@sender.example
Subject: Undeliverable
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=cut

--cut
Content-Type: text/plain

Not delivered.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.sender.example

Final-Recipient: rfc822; bob@partner.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

Final-Recipient: rfc822; carol@partner.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--cut--
END
sed 's/$/\r/' "$work/lf.eml" >"$work/crlf.eml"

seen=$(cd "$work" && PERL5LIB="$work/root/usr/share/perl5" perl -MMail::DeliveryStatus::BounceParser -e '
    for my $name ("lf.eml", "crlf.eml") {
        open(my $file, "<", $name) or die "$name: $!";
        print join(" ", "$name:", Mail::DeliveryStatus::BounceParser->new($file)->addresses), "\n";
    }')
echo "BounceParser $version"
echo "$seen"
[ "$seen" = "lf.eml: bob@partner.example carol@partner.example
crlf.eml: bob@partner.example" ] || { echo "CHANGED"; exit 1; }
