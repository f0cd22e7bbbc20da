#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: BouncyCastle reads the text of a distinguished name as RFC 4514 section 2.4 says: pairs of hexadecimal digits
# behind backslashes are octets, and octets of UTF-8 together are one character; the JDK writes and reads them so.
# Seen: X500Name makes one character of each pair, so that CN=M\C3\BCller is another name than CN=Müller. With the
# octets as they are it agrees with the JDK.
set -euo pipefail
versions="1.70 1.79 1.82"
artifact=bcprov-jdk18on

for tool in mvn java; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/Names.java" <<'END'
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;

public class Names {
    public static void main(String[] arguments) throws Exception {
        String plain = "CN=M\u00fcller";
        String pairs = "CN=M\\C3\\BCller";
        boolean jdk = new X500Principal(plain).equals(new X500Principal(pairs));
        boolean bouncyCastle = new X500Name(plain).equals(new X500Name(pairs));
        boolean agreed = new X500Name(plain).equals(X500Name.getInstance(new X500Principal(pairs).getEncoded()));
        int length = new X500Name(pairs).getRDNs()[0].getFirst().getValue().toString().length();
        System.out.println("same name for the JDK " + jdk + ", for BouncyCastle " + bouncyCastle + " with " + length
                + " characters; plain text as the JDK " + agreed);
    }
}
END

seen=""
for version in $versions; do
    rm -rf "$work/lib"
    name=$artifact
    [ "$version" != 1.70 ] || name=bcprov-jdk15on
    mvn -B -q dependency:copy "-Dartifact=org.bouncycastle:$name:$version" "-DoutputDirectory=$work/lib" ||
        { echo "cannot get $name $version"; exit 2; }
    seen="$seen$version: $(java -cp "$work/lib/*" "$work/Names.java")
"
done
printf 'bcprov\n%s' "$seen"
expected="same name for the JDK true, for BouncyCastle false with 7 characters; plain text as the JDK true"
[ "$seen" = "1.70: $expected
1.79: $expected
1.82: $expected
" ] || { echo "CHANGED"; exit 1; }
