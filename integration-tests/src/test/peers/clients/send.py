# SPDX-License-Identifier: Apache-2.0
"""Sends one mail with Python's smtplib; the arguments are those of send, behind the client."""
import smtplib
import ssl
import sys

address, port, version, certificate, sender, recipient, subject = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
wanted = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}[version]
context.minimum_version = context.maximum_version = wanted
if certificate == "yes":
    context.load_cert_chain("/etc/client.pem")
with smtplib.SMTP(address, int(port), "client.example") as smtp:
    smtp.starttls(context=context)
    smtp.sendmail(sender, [recipient], f"From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: {subject}\r\n\r\nhello\r\n")
print("sent")
