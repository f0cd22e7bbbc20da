#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: what James's DKIMSign signs verifies behind it, whatever header fields the mail has; a list in h= may name fields
# that a mail lacks (RFC 6376 section 5.4.2).
# Seen: DKIMSign signs, and then has the message saved, which adds MIME-Version where there is none. With mime-version in
# h= it was signed as absent, so that the signature of such a mail is void before it is sent. A mail that has the field
# verifies.
set -euo pipefail
version=3.8.1

for tool in mvn java; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/pom.xml" <<END
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.james</groupId>
      <artifactId>james-server-mailet-dkim</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.apache.james</groupId>
      <artifactId>james-server-core</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.apache.james</groupId>
      <artifactId>apache-mailet-test</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
END
cat >"$work/Signed.java" <<'END'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.mailets.DKIMSign;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.base.test.FakeMailetConfig;

public class Signed {
    private static final String REST = "From: <a@here.example>\r\nSubject: hello\r\n\r\nhello\r\n";

    public static void main(String[] arguments) throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        KeyPair pair = keys.generateKeyPair();
        DKIMSign mailet = new DKIMSign();
        mailet.init(FakeMailetConfig.builder()
                .setProperty(
                        "signatureTemplate",
                        "v=1; a=rsa-sha256; c=relaxed/relaxed; d=here.example; s=s; h=from:subject:mime-version; bh=; b=;")
                .setProperty(
                        "privateKey",
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                        .encodeToString(pair.getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----\n")
                .build());
        String record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        show("with MIME-Version", mailet, record, "MIME-Version: 1.0\r\n" + REST);
        show("without", mailet, record, REST);
    }

    private static void show(String what, DKIMSign mailet, String record, String text) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("mail")
                .sender("a@here.example")
                .addRecipient("b@there.example")
                .mimeMessage(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                        "mail", new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))))
                .build();
        mailet.service(mail);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        mail.getMessage().writeTo(sent);
        String verdict;
        try {
            new DKIMVerifier((methods, selector, token) -> List.of(record))
                    .verify(new ByteArrayInputStream(sent.toByteArray()));
            verdict = "verifies";
        } catch (FailException e) {
            verdict = "does not verify";
        }
        boolean added = sent.toString(StandardCharsets.US_ASCII).contains("MIME-Version:");
        System.out.println(what + ": " + verdict + (added ? ", MIME-Version is there" : ", no MIME-Version"));
    }
}
END
mvn -q -B -f "$work/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/classpath" >"$work/mvn.log" 2>&1 \
    || { tail -5 "$work/mvn.log"; echo "could not get james-server-mailet-dkim $version"; exit 2; }
echo "james-server-mailet-dkim $version"
seen=$(java -cp "$(cat "$work/classpath")" "$work/Signed.java" 2>"$work/errors") || { cat "$work/errors"; exit 2; }
echo "$seen"
[ "$seen" = "with MIME-Version: verifies, MIME-Version is there
without: does not verify, MIME-Version is there" ]
