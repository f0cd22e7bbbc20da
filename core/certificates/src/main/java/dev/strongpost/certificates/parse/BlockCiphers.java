// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.util.Optional;
import java.util.function.Supplier;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.kisa.KISAObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.nsri.NSRIObjectIdentifiers;
import org.bouncycastle.asn1.ntt.NTTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.ARIAEngine;
import org.bouncycastle.crypto.engines.BlowfishEngine;
import org.bouncycastle.crypto.engines.CamelliaEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.IDEAEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.engines.SEEDEngine;
import org.bouncycastle.crypto.engines.SM4Engine;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;

/** The block ciphers, in CBC mode, that files of keys are encrypted with. */
final class BlockCiphers {
    private static final String CBC = "-CBC";

    private static final ImmutableMap<String, Supplier<BlockCipher>> ENGINES =
            ImmutableMap.<String, Supplier<BlockCipher>>builder()
                    .put("AES", AESEngine::new)
                    .put("ARIA", ARIAEngine::new)
                    .put("BF", BlowfishEngine::new)
                    .put("CAMELLIA", CamelliaEngine::new)
                    .put("DES", DESEngine::new)
                    .put("DES-EDE3", DESedeEngine::new)
                    .put("IDEA", IDEAEngine::new)
                    .put("RC2", RC2Engine::new)
                    .put("SEED", SEEDEngine::new)
                    .put("SM4", SM4Engine::new)
                    .build();

    private static final ImmutableMap<ASN1ObjectIdentifier, Named> BY_IDENTIFIER =
            ImmutableMap.<ASN1ObjectIdentifier, Named>builder()
                    .put(NISTObjectIdentifiers.id_aes128_CBC, new Named("AES", 16))
                    .put(NISTObjectIdentifiers.id_aes192_CBC, new Named("AES", 24))
                    .put(NISTObjectIdentifiers.id_aes256_CBC, new Named("AES", 32))
                    .put(NTTObjectIdentifiers.id_camellia128_cbc, new Named("CAMELLIA", 16))
                    .put(NTTObjectIdentifiers.id_camellia192_cbc, new Named("CAMELLIA", 24))
                    .put(NTTObjectIdentifiers.id_camellia256_cbc, new Named("CAMELLIA", 32))
                    .put(NSRIObjectIdentifiers.id_aria128_cbc, new Named("ARIA", 16))
                    .put(NSRIObjectIdentifiers.id_aria192_cbc, new Named("ARIA", 24))
                    .put(NSRIObjectIdentifiers.id_aria256_cbc, new Named("ARIA", 32))
                    .put(KISAObjectIdentifiers.id_seedCBC, new Named("SEED", 16))
                    .put(GMObjectIdentifiers.sms4_cbc, new Named("SM4", 16))
                    .put(PKCSObjectIdentifiers.des_EDE3_CBC, new Named("DES-EDE3", 24))
                    .put(OIWObjectIdentifiers.desCBC, new Named("DES", 8))
                    .put(PKCSObjectIdentifiers.RC2_CBC, new Named("RC2", 16))
                    .build();

    private static final ImmutableMap<String, Named> BY_OPENSSL_NAME = ImmutableMap.<String, Named>builder()
            .put("AES-128", new Named("AES", 16))
            .put("AES-192", new Named("AES", 24))
            .put("AES-256", new Named("AES", 32))
            .put("ARIA-128", new Named("ARIA", 16))
            .put("ARIA-192", new Named("ARIA", 24))
            .put("ARIA-256", new Named("ARIA", 32))
            .put("BF", new Named("BF", 16))
            .put("CAMELLIA-128", new Named("CAMELLIA", 16))
            .put("CAMELLIA-192", new Named("CAMELLIA", 24))
            .put("CAMELLIA-256", new Named("CAMELLIA", 32))
            .put("DES", new Named("DES", 8))
            .put("DES-EDE", new Named("DES-EDE3", 16))
            .put("DES-EDE3", new Named("DES-EDE3", 24))
            .put("IDEA", new Named("IDEA", 16))
            .put("RC2", new Named("RC2", 16))
            .put("RC2-40", new Named("RC2", 5))
            .put("RC2-64", new Named("RC2", 8))
            .put("SEED", new Named("SEED", 16))
            .put("SM4", new Named("SM4", 16))
            .build();

    /** A cipher by its name here, and the octets of its key. */
    static final class Named {
        private final String name;
        private final int keyBytes;

        private Named(String name, int keyBytes) {
            this.name = name;
            this.keyBytes = keyBytes;
        }

        String name() {
            return name;
        }

        int keyBytes() {
            return keyBytes;
        }
    }

    private BlockCiphers() {}

    /** Returns the cipher of that identifier. */
    static Optional<Named> of(ASN1ObjectIdentifier identifier) {
        return Optional.ofNullable(BY_IDENTIFIER.get(identifier));
    }

    /** Returns the cipher that OpenSSL writes as {@code name} into DEK-Info: {@code AES-256-CBC}. */
    static Optional<Named> ofOpenssl(String name) {
        String upper = Ascii.toUpperCase(name);
        return upper.endsWith(CBC)
                ? Optional.ofNullable(BY_OPENSSL_NAME.get(upper.substring(0, upper.length() - CBC.length())))
                : Optional.empty();
    }

    /** Returns a new engine of the cipher of that name. */
    static BlockCipher engine(String name) {
        Supplier<BlockCipher> engine = ENGINES.get(name);
        if (engine == null) {
            throw new IllegalArgumentException(name);
        }
        return engine.get();
    }
}
