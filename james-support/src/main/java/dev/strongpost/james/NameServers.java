// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.apache.james.filesystem.api.FileSystem;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;

import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.Dnssec;

/**
 * The name servers of James's {@code dnsservice.xml}, asked by our own resolver. Of that file {@code servers}, {@code
 * autodiscover} and {@code maxcachesize} are read. The machine's search list is never used.
 */
public final class NameServers {
    private static final String FILE = "file://conf/dnsservice.xml";
    /** What James's reader takes for false. */
    private static final ImmutableSet<String> NO = ImmutableSet.of("false", "no", "off", "n", "f", "0");

    private static final int DNS_PORT = 53;
    private static final int DEFAULT_CACHE = 50_000;
    private static final int MAX_CACHE = 10_000_000;

    private final FileSystem files;

    /** Made by James. */
    @Inject
    public NameServers(FileSystem files) {
        this.files = files;
    }

    /** Returns a resolver that asks these servers, whose answers prove nothing; see the other one. */
    public DnsResolver resolver(Duration timeout, Duration keepFailures) throws MessagingException {
        return resolver(timeout, keepFailures, Dnssec.off());
    }

    /**
     * Returns a resolver that asks these servers.
     *
     * @param timeout the time for one answer
     * @param keepFailures how long a failure is remembered
     * @param dnssec how it is found out what DNSSEC proves
     * @throws MessagingException when the file is not XML, names a server that is no IP address, or one that {@code dnssec}
     *     cannot trust
     */
    public DnsResolver resolver(Duration timeout, Duration keepFailures, Dnssec dnssec) throws MessagingException {
        try (InputStream xml = files.getResource(FILE)) {
            return resolver(parse(xml), timeout, keepFailures, dnssec);
        } catch (FileNotFoundException e) {
            return resolver(ImmutableList.of(), timeout, DEFAULT_CACHE, keepFailures, dnssec);
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new MessagingException("dnsservice.xml cannot be read: " + e.getMessage(), e);
        }
    }

    private static Element parse(InputStream xml) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(xml).getDocumentElement();
    }

    private static DnsResolver resolver(Element dns, Duration timeout, Duration keepFailures, Dnssec dnssec)
            throws MessagingException {
        ImmutableList.Builder<InetSocketAddress> servers = ImmutableList.builder();
        NodeList named = dns.getElementsByTagName("server");
        for (int i = 0; i < named.getLength(); i++) {
            servers.add(
                    new InetSocketAddress(address(named.item(i).getTextContent().trim()), DNS_PORT));
        }
        // Those that are named come first: the administrator wrote them down.
        if (!NO.contains(Ascii.toLowerCase(text(dns, "autodiscover")))) {
            servers.addAll(DnsResolver.serversOfThisMachine());
        }
        Integer cache = Ints.tryParse(text(dns, "maxcachesize"));
        int size = cache == null || cache < 1 || cache > MAX_CACHE ? DEFAULT_CACHE : cache;
        return resolver(servers.build(), timeout, size, keepFailures, dnssec);
    }

    private static DnsResolver resolver(
            ImmutableList<InetSocketAddress> servers, Duration timeout, int size, Duration keepFailures, Dnssec dnssec)
            throws MessagingException {
        try {
            return DnsResolver.of(servers, timeout, size, keepFailures, dnssec);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("dnssec: " + e.getMessage(), e);
        }
    }

    private static InetAddress address(String text) throws MessagingException {
        if (!InetAddresses.isInetAddress(text)) {
            throw new MessagingException("dnsservice.xml: server: given " + text + ": allowed an IP address");
        }
        return InetAddresses.forString(text);
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }
}
