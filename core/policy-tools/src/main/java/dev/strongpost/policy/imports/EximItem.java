// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import com.google.common.net.InetAddresses;

/** One item of an Exim host list (specification, chapter 10, "Host lists"). */
final class EximItem {
    private EximItem() {}

    /** Adds what the list asks for. Where it cannot be had, Exim tries again (chapter 30, hosts_require_tls). */
    static void requirement(RuleDraft rule) {
        rule.level("encrypt").option("failure", "defer");
    }

    /**
     * Returns a rule, without terms, for the recipients whose mail goes to the host, as far as its name tells.
     *
     * @throws UntranslatableException when it is about a host that no recipient can be told from
     */
    static RuleDraft whom(String item) throws UntranslatableException {
        if (item.equals("*")) {
            return RuleDraft.forEveryone();
        }
        requireName(item);
        return RuleDraft.forName("", item.startsWith("*.") ? item.substring(2) : item)
                .mustBeLookedAt("a rule about hosts became one about recipients at that name and below it;"
                        + " write one for each other domain whose mail goes to such a host");
    }

    private static void requireName(String item) throws UntranslatableException {
        if (item.isEmpty()) {
            throw new UntranslatableException("an empty item is about mail from no host");
        }
        switch (item.charAt(0)) {
            case '!':
                throw new UntranslatableException("an exception for a host cannot be made one for recipients,"
                        + " whose mail may go to other hosts too; without it the rules are stricter");
            case '+':
                throw new UntranslatableException("a named list; import its value");
            case '^':
            case '\\':
                throw new UntranslatableException("a regular expression");
            case '/':
                throw new UntranslatableException("a file; import what is in it");
            case '@':
                throw new UntranslatableException("this host's own names or addresses");
            default:
                requireNoAddress(item);
        }
    }

    private static void requireNoAddress(String item) throws UntranslatableException {
        if (item.indexOf(';') >= 0) {
            throw new UntranslatableException("a lookup; import what is in it");
        }
        if (item.indexOf('/') >= 0 || item.indexOf(':') >= 0 || InetAddresses.isInetAddress(item)) {
            throw new UntranslatableException("an address or network of hosts; no recipient can be told from it");
        }
        if (item.startsWith("*") && !item.startsWith("*.")) {
            throw new UntranslatableException("a pattern for the end of a name that is not a domain");
        }
        if (item.startsWith(".") || item.indexOf('@') >= 0) {
            throw new UntranslatableException("no name of a host");
        }
        if (item.indexOf('.') < 0) {
            throw new UntranslatableException("a name without a dot: of no domain that mail goes to, or a macro that"
                    + " this file does not define");
        }
    }
}
