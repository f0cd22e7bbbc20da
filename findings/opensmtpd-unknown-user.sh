#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: an address that a table of virtual users does not have is refused with 550 5.1.1, as elsewhere.
# Seen: 524 5.2.4 and words about a mailing list.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/opensmtpd.bash"

seen=$(python3 - "$address" <<'END'
import smtplib, sys
client = smtplib.SMTP(sys.argv[1], 25, timeout=10)
client.ehlo('client.example')
client.mail('sender@client.example')
for recipient in ('known@peer.example', 'unknown@peer.example'):
    code, words = client.rcpt(recipient)
    print(code, words.decode())
client.quit()
END
)
echo "OpenSMTPD $version"
echo "$seen"
[ "$seen" = "250 2.1.5 Destination address valid: Recipient ok
524 5.2.4 Mailing list expansion problem: <unknown@peer.example>" ] || { echo "CHANGED"; exit 1; }
