// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.strongpost.testkit.dns.SignedDns;

/** Zones with the same records, each called after what is special about it. */
final class SignedZones {
    private static final String DIGEST = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final SignedDns dns = SignedDns.create();

    private SignedZones() {}

    /** Signs the zones and starts the servers. */
    static SignedDns start() {
        SignedZones zones = new SignedZones();
        zones.signed("rsa", "RSASHA256");
        zones.signed("rsa512", "RSASHA512");
        zones.signed("p256", SignedDns.P256);
        zones.signed("p384", "ECDSAP384SHA384");
        zones.signed("ed25519", "ED25519");
        zones.signed("ed448", "ED448");
        zones.signed("nsec3", SignedDns.P256, "-n");
        zones.signed("nsec3-50", SignedDns.P256, "-n", "-t", "50", "-s", "abcd");
        zones.signed("nsec3-300", SignedDns.P256, "-n", "-t", "300");
        zones.signed("optout", SignedDns.P256, "-n", "-p");
        zones.signed("expired", SignedDns.P256, "-i", "20200101000000", "-e", "20200201000000");
        zones.signed("future", SignedDns.P256, "-i", "20400101000000", "-e", "20400201000000");
        zones.unsigned("unsigned", "");
        zones.unsigned("stripped", "stripped.example. DS 12345 13 2 " + DIGEST + "\n");
        zones.withDelegation("no-ds", ds -> "");
        zones.withDelegation("wrong-ds", ds -> ds.replaceAll("[0-9a-f]{8}\\s*$", "00000000\n"));
        zones.withDelegation("unknown-algorithm", ds -> ds.replaceAll(" 13 2 ", " 200 2 "));
        zones.withDelegation("unknown-digest", ds -> ds.replaceAll(" 13 2 ", " 13 200 "));
        zones.damaged("tampered", text -> text.replace("192.0.2.2", "192.0.2.99"));
        zones.damaged("without-proof", text -> text.replaceAll("(?m)^.*\\sNSEC\\s.*$", ""));
        return zones.dns.start();
    }

    private static String records() {
        return "@ MX 10 mx\n"
                + "mx A 192.0.2.1\n"
                + "www A 192.0.2.2\n"
                + "_25._tcp.mx TLSA 3 1 1 " + DIGEST + "\n"
                + "*.wild A 192.0.2.3\n"
                + "a.ent A 192.0.2.4\n"
                + "alias CNAME www\n"
                + "to-nowhere CNAME nx\n"
                + "to-signed CNAME www.p256.example.\n"
                + "to-unsigned CNAME www.unsigned.example.\n"
                + "to-bogus CNAME www.tampered.example.\n"
                + "moved DNAME p384.example.\n"
                + "below NS ns.example.\n"
                + "locked NS ns.example.\n"
                + "locked DS 12345 13 2 " + DIGEST + "\n";
    }

    private void signed(String zone, String algorithm, String... options) {
        dns.signed(zone, records(), algorithm, UnaryOperator.identity(), UnaryOperator.identity(), options);
        belowIt(zone);
    }

    private void withDelegation(String zone, UnaryOperator<String> delegation) {
        dns.signed(zone, records(), SignedDns.P256, UnaryOperator.identity(), delegation);
        belowIt(zone);
    }

    private void damaged(String zone, UnaryOperator<String> damage) {
        dns.signed(zone, records(), SignedDns.P256, damage, UnaryOperator.identity());
        belowIt(zone);
    }

    private void unsigned(String zone, String ds) {
        dns.unsigned(zone, records(), ds);
        belowIt(zone);
    }

    /** Unsigned zones: one that the zone above does not say otherwise of, and one that it says is signed. */
    private void belowIt(String zone) {
        List.of("below.", "locked.").forEach(name -> dns.below(name + zone, "host A 192.0.2.5\n"));
    }
}
