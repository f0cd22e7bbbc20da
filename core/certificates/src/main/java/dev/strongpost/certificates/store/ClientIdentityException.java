// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

/** A client certificate that does not exist, or cannot be used. The message is one sentence for an administrator. */
public final class ClientIdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientIdentityException(String name, String why) {
        super("client-cert: given " + name + ", which cannot be used (" + why
                + "): allowed the alias of a key in the mailet's keystore, or a .pem file with a key and its chain");
    }
}
