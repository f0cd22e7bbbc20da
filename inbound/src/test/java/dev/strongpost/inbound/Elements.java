// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.filesystem.api.FileSystem;

import dev.strongpost.testkit.certificates.TestIdentity;

/** The elements of a handler as James reads them from XML, and the folder with the files that they name. */
public final class Elements {
    private Elements() {}

    public static Configuration of(String xml) {
        XMLConfiguration configuration = new XMLConfiguration();
        String handler = "<handler class=\"dev.strongpost.inbound.InboundTls\">" + xml + "</handler>";
        try {
            new FileHandler(configuration).load(new StringReader(handler));
            return configuration;
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /** A file system whose {@code file://conf/x} is the file {@code x} of that folder; as James's, it does not look. */
    public static FileSystem files(Path folder) {
        return new FileSystem() {
            @Override
            public InputStream getResource(String url) throws IOException {
                return Files.newInputStream(getFile(url).toPath());
            }

            @Override
            public File getFile(String url) {
                return folder.resolve(url.replace("file://conf/", "")).toFile();
            }

            @Override
            public File getBasedir() {
                return folder.toFile();
            }
        };
    }

    /** Writes a PKCS#12 store of these keys, each under its alias. */
    static void keystore(Path file, Map<String, TestIdentity> identities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = TestIdentity.PASSWORD.toCharArray();
            for (Map.Entry<String, TestIdentity> entry : identities.entrySet()) {
                X509Certificate[] chain = entry.getValue().chain().toArray(new X509Certificate[0]);
                store.setKeyEntry(entry.getKey(), entry.getValue().privateKey(), password, chain);
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, password);
            Files.write(file, content.toByteArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
