// SPDX-License-Identifier: Apache-2.0
package org.apache.james;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands in for James where only the start and end of a process matter: a class of the same name that greets on the
 * port that its {@code smtpserver.xml} names, and does what {@code stand-in.txt} tells it to.
 */
public final class MemoryJamesServerMain {
    private MemoryJamesServerMain() {}

    public static void main(String[] arguments) throws IOException {
        Path conf = Path.of(System.getProperty("working.directory"), "conf");
        String order = Files.readString(conf.resolve("stand-in.txt"));
        if (order.equals("fail")) {
            System.out.println("[ERROR] Fatal error while starting James");
            System.exit(1);
        }
        serve(Files.readString(conf.resolve("smtpserver.xml")));
    }

    private static void serve(String configuration) throws IOException {
        String bind = configuration.substring(
                configuration.indexOf("<bind>") + "<bind>".length(), configuration.indexOf("</bind>"));
        String[] address = bind.split(":");
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
            System.out.println("JAMES server started");
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("220 stand-in\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }
}
