// SPDX-License-Identifier: Apache-2.0
// Sends one mail with nodemailer; the arguments are those of send, behind the client.
const fs = require('fs');
const nodemailer = require('nodemailer');

const [address, port, version, certificate, sender, recipient, subject] = process.argv.slice(2);
const pem = certificate === 'yes' ? fs.readFileSync('/etc/client.pem') : undefined;
const transport = nodemailer.createTransport({
    host: address,
    port: Number(port),
    name: 'client.example',
    requireTLS: true,
    tls: { rejectUnauthorized: false, minVersion: version, maxVersion: version, cert: pem, key: pem },
});
transport.sendMail({ from: sender, to: recipient, subject, text: 'hello' }).then(
    (info) => console.log(info.response),
    (error) => {
        console.log(String(error));
        process.exitCode = 1;
    },
);
