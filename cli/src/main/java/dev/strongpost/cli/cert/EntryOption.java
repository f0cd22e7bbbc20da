// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import picocli.CommandLine.Option;

/** Which entry with a key is meant. */
final class EntryOption {
    @Nullable
    @Option(
            names = {"-a", "--alias"},
            paramLabel = "ALIAS",
            description = "The entry; need not be given where there is but one with a key.")
    private String alias;

    /** Returns the name that was given. */
    Optional<String> alias() {
        return Optional.ofNullable(alias);
    }

    /** Returns the entry in that store. */
    CertificateEntry in(CertificateStore store) throws KeyMaterialException {
        return alias == null ? store.onlyKey() : store.entry(alias);
    }
}
