#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: a server that takes no more mails on a connection says 421 and closes it, or goes on for ever.
# Seen: the 101st MAIL gets 452 4.5.3 with words about recipients, and so does each after it; the connection stays open.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/opensmtpd.bash"

seen=$(python3 - "$address" <<'END'
import smtplib, sys
client = smtplib.SMTP(sys.argv[1], 25, timeout=10)
client.ehlo('client.example')
taken = 0
for i in range(100):
    client.mail('sender@client.example')
    client.rcpt('known@peer.example')
    taken += client.data('Subject: %d\r\n\r\nhello\r\n' % i)[0] == 250
print('taken:', taken)
for i in range(2):
    code, words = client.mail('sender@client.example')
    print('MAIL again:', code, words.decode())
print('NOOP:', client.noop()[0])
client.quit()
END
)
echo "OpenSMTPD $version"
echo "$seen"
[ "$seen" = "taken: 100
MAIL again: 452 4.5.3 Too many recipients: Too many messages sent
MAIL again: 452 4.5.3 Too many recipients: Too many messages sent
NOOP: 250" ] || { echo "CHANGED"; exit 1; }
