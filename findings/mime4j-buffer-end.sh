#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: what mime4j's MimeStreamParser gives as the body of a part does not depend on how long the part is: the line
# break before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1), and an epilogue is an epilogue.
# Seen: at some lengths, one for each 4 KiB buffer, it does. With 0.8.9 the body of the last part then has one octet more,
# the CR of that line break; with 0.8.9 and 0.8.14 alike the epilogue is not reported.
set -euo pipefail
versions="0.8.9 0.8.14"
commons_io=2.17.0

for tool in mvn java; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/Lengths.java" <<'END'
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.MimeConfig;

public class Lengths {
    public static void main(String[] arguments) throws Exception {
        List<Integer> longer = new ArrayList<>();
        List<Integer> withoutEpilogue = new ArrayList<>();
        for (int length = 1; length < 9000; length++) {
            int[] seen = parsed(length);
            if (seen[0] == length + 1 && seen[1] == '\r') {
                longer.add(length);
            }
            if (seen[2] == 0) {
                withoutEpilogue.add(length);
            }
        }
        System.out.println("a CR more at " + longer + ", no epilogue at " + withoutEpilogue);
    }

    private static int[] parsed(int length) throws Exception {
        String message = "Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain\r\n\r\n"
                + "x".repeat(length) + "\r\n--cut--\r\nthe end\r\n";
        int[] seen = new int[3];
        MimeStreamParser parser = new MimeStreamParser(MimeConfig.DEFAULT);
        parser.setContentHandler(new AbstractContentHandler() {
            @Override
            public void body(BodyDescriptor descriptor, InputStream in) throws IOException {
                byte[] body = in.readAllBytes();
                seen[0] = body.length;
                seen[1] = body[body.length - 1];
            }

            @Override
            public void epilogue(InputStream in) throws IOException {
                seen[2] = in.readAllBytes().length;
            }
        });
        parser.parse(new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)));
        return seen;
    }
}
END

seen=""
for version in $versions; do
    rm -rf "$work/lib"
    for artifact in "org.apache.james:apache-mime4j-core:$version" "commons-io:commons-io:$commons_io"; do
        mvn -B -q dependency:copy "-Dartifact=$artifact" "-DoutputDirectory=$work/lib" ||
            { echo "cannot get $artifact"; exit 2; }
    done
    seen="$seen$version: $(java -cp "$work/lib/*" "$work/Lengths.java")
"
done
printf 'apache-mime4j-core\n%s' "$seen"
[ "$seen" = "0.8.9: a CR more at [4060, 8149], no epilogue at [4057, 8146]
0.8.14: a CR more at [], no epilogue at [4057, 8146]
" ] || { echo "CHANGED"; exit 1; }
