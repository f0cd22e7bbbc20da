// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

/** The servers of {@code smtpserver.xml} that are enabled. */
final class SmtpServers {
    static final String FILE = "smtpserver.xml";
    static final String INBOUND_TLS = "dev.strongpost.inbound.InboundTls";

    private SmtpServers() {}

    /** Returns them from the file's outermost element. */
    static ImmutableList<Server> of(XmlElement root) {
        return root.children("smtpserver").stream()
                .filter(SmtpServers::isEnabled)
                .map(Server::new)
                .collect(ImmutableList.toImmutableList());
    }

    /** Tells whether a server element is for a server that is started. */
    static boolean isEnabled(XmlElement server) {
        return server.attribute("enabled").map(Words::isTrue).orElse(true);
    }

    /** One server. Immutable. */
    static final class Server {
        private final XmlElement element;
        private final Optional<XmlElement> handler;

        private Server(XmlElement element) {
            this.element = element;
            this.handler = handlers()
                    .filter(candidate -> candidate
                            .attribute("class")
                            .filter(INBOUND_TLS::equals)
                            .isPresent())
                    .findFirst();
        }

        /** Tells whether a value of it or of its handler holds a variable that only James resolves. */
        boolean hasVariables() {
            return Words.hasVariable(element);
        }

        int line() {
            return element.line();
        }

        /** Tells whether James itself does TLS on it. */
        boolean hasTlsOfJames() {
            return element.children("tls").stream().anyMatch(tls -> isOn(tls, "startTLS") || isOn(tls, "socketTLS"));
        }

        private static boolean isOn(XmlElement tls, String attribute) {
            return tls.attribute(attribute).filter(Words::isTrue).isPresent();
        }

        /** Tells whether another handler is before ours, where ours is there. */
        boolean hasAnotherFirst() {
            return handler.isPresent() && !handlers().findFirst().equals(handler);
        }

        private Stream<XmlElement> handlers() {
            return element.children("handlerchain").stream().flatMap(chain -> chain.children("handler").stream());
        }

        /** Returns our handler; empty for a server without it. */
        Optional<XmlElement> handler() {
            return handler;
        }

        /** Returns {@code the server smtpserver-TLS on 0.0.0.0:465}. */
        @Override
        public String toString() {
            return "the server " + element.childText("jmxName").orElse("without a name") + " on "
                    + element.childText("bind").orElse("its default address");
        }
    }
}
