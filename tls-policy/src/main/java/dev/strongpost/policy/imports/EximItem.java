package dev.strongpost.policy.imports;

import com.google.common.net.InetAddresses;

/** One item of an Exim host list (specification, chapter 10, "Host lists"). */
final class EximItem {
    private EximItem() {}

    /** Adds what the list asks for. Where it cannot be had, Exim tries again (chapter 30, hosts_require_tls). */
    static void requirement(RuleText rule) {
        rule.level("encrypt").option("failure", "defer");
    }

    /**
     * Returns a rule, without terms, for the recipients whose mail goes to the host, as far as its name tells.
     *
     * @throws UnsayableException when it is about a host that no recipient can be told from
     */
    static RuleText whom(String item) throws UnsayableException {
        if (item.equals("*")) {
            return RuleText.forEveryone();
        }
        requireName(item);
        return RuleText.forName("", item.startsWith("*.") ? item.substring(2) : item)
                .mustBeLookedAt("a rule about hosts became one about recipients at that name and below it;"
                        + " write one for each other domain whose mail goes to such a host");
    }

    private static void requireName(String item) throws UnsayableException {
        if (item.isEmpty()) {
            throw new UnsayableException("an empty item is about mail from no host");
        }
        switch (item.charAt(0)) {
            case '!':
                throw new UnsayableException("an exception for a host cannot be made one for recipients,"
                        + " whose mail may go to other hosts too; without it the rules are stricter");
            case '+':
                throw new UnsayableException("a named list; import what it stands for");
            case '^':
            case '\\':
                throw new UnsayableException("a regular expression");
            case '/':
                throw new UnsayableException("a file; import what is in it");
            case '@':
                throw new UnsayableException("this host's own names or addresses");
            default:
                requireNoAddress(item);
        }
    }

    private static void requireNoAddress(String item) throws UnsayableException {
        if (item.indexOf(';') >= 0) {
            throw new UnsayableException("a lookup; import what is in it");
        }
        if (item.indexOf('/') >= 0 || item.indexOf(':') >= 0 || InetAddresses.isInetAddress(item)) {
            throw new UnsayableException("an address or network of hosts; no recipient can be told from it");
        }
        if (item.startsWith("*") && !item.startsWith("*.")) {
            throw new UnsayableException("a pattern for the end of a name that is not a domain");
        }
        if (item.startsWith(".") || item.indexOf('@') >= 0) {
            throw new UnsayableException("no name of a host");
        }
    }
}
