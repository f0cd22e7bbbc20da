#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: dnsjava's ExtendedResolver asks its servers in the order in which it was given them, for each question anew.
# Seen: once the first server has not answered, later questions go to the second one first.
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

cat >"$work/Order.java" <<'END'
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.*;

public class Order {
    static final List<String> asked = new CopyOnWriteArrayList<>();
    static volatile boolean firstIsSilent;

    static InetSocketAddress serve(String name) throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[4096];
            while (true) {
                try {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    Message query = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
                    asked.add(name);
                    if (name.equals("first") && firstIsSilent) {
                        continue;
                    }
                    Message answer = new Message(query.getHeader().getID());
                    answer.getHeader().setFlag(Flags.QR);
                    answer.addRecord(query.getQuestion(), Section.QUESTION);
                    answer.addRecord(new ARecord(query.getQuestion().getName(), DClass.IN, 0,
                            InetAddress.getByName("192.0.2.1")), Section.ANSWER);
                    byte[] bytes = answer.toWire();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                } catch (Exception e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    static String ask(Resolver resolver, String name) throws Exception {
        asked.clear();
        resolver.send(Message.newQuery(org.xbill.DNS.Record.newRecord(Name.fromString(name), Type.A, DClass.IN)));
        return asked.get(0);
    }

    public static void main(String[] arguments) throws Exception {
        Resolver one = new SimpleResolver(serve("first"));
        Resolver two = new SimpleResolver(serve("second"));
        one.setTimeout(Duration.ofSeconds(1));
        two.setTimeout(Duration.ofSeconds(1));
        ExtendedResolver resolver = new ExtendedResolver(List.of(one, two));
        System.out.println("both answer: asked first: " + ask(resolver, "a.example."));
        firstIsSilent = true;
        ask(resolver, "b.example.");
        firstIsSilent = false;
        System.out.println("the first has been silent once, and answers again: asked first: "
                + ask(resolver, "c.example.") + ", " + ask(resolver, "d.example.") + ", " + ask(resolver, "e.example."));
    }
}
END
seen=$(java -cp "$work/lib/*" "$work/Order.java")
echo "dnsjava $version"
echo "$seen"
[ "$seen" = "both answer: asked first: first
the first has been silent once, and answers again: asked first: second, second, second" ] || { echo "CHANGED"; exit 1; }
