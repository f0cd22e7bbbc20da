// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import java.util.Locale;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * One question that a {@link FakeDns} was asked.
 *
 * @param name in lower case, without the last dot
 * @param type its mnemonic, such as {@code MX}
 */
public record DnsQuery(String name, String type) {
    static DnsQuery of(Name name, int type) {
        return new DnsQuery(name.toString(true).toLowerCase(Locale.ROOT), Type.string(type));
    }
}
