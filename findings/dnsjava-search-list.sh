#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: when the question for a name of several labels fails with SERVFAIL, dnsjava's Lookup says so: nothing was proven.
# Seen: it goes on with the domains of the search list, and gives the address of another host as the answer.
set -euo pipefail
version=3.6.3
slf4j=2.0.16

for tool in mvn java; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for artifact in "dnsjava:dnsjava:$version" "org.slf4j:slf4j-api:$slf4j" "org.slf4j:slf4j-nop:$slf4j"; do
    mvn -B -q dependency:copy "-Dartifact=$artifact" "-DoutputDirectory=$work/lib" || { echo "there is no $artifact to be had"; exit 2; }
done

cat >"$work/Search.java" <<'END'
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.xbill.DNS.*;

public class Search {
    public static void main(String[] arguments) throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[4096];
            while (true) {
                try {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                    Name name = query.getQuestion().getName();
                    Message answer = new Message(query.getHeader().getID());
                    answer.getHeader().setFlag(Flags.QR);
                    answer.addRecord(query.getQuestion(), Section.QUESTION);
                    if (name.toString().equals("mx1.partner.example.")) {
                        answer.getHeader().setRcode(Rcode.SERVFAIL);
                    } else {
                        answer.addRecord(new ARecord(name, DClass.IN, 0, InetAddress.getByName("192.0.2.66")),
                                Section.ANSWER);
                    }
                    byte[] bytes = answer.toWire();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                } catch (Exception e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        Lookup lookup = new Lookup("mx1.partner.example", Type.A);
        lookup.setResolver(new SimpleResolver((InetSocketAddress) socket.getLocalSocketAddress()));
        lookup.setSearchPath("corp.example");
        org.xbill.DNS.Record[] records = lookup.run();
        System.out.println("mx1.partner.example: " + lookup.getErrorString() + ", "
                + (records == null ? "no record" : records[0].getName() + " " + records[0].rdataToString()));
    }
}
END
seen=$(java -cp "$work/lib/*" "$work/Search.java")
echo "dnsjava $version"
echo "$seen"
[ "$seen" = "mx1.partner.example: successful, mx1.partner.example.corp.example. 192.0.2.66" ] || { echo "CHANGED"; exit 1; }
