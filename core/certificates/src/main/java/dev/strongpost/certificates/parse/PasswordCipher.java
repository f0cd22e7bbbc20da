// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.annotation.Nullable;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RC2CBCParameter;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.StreamCipher;
import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S1ParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.encoders.Hex;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/**
 * Decrypts what a password protects: PBES1 and PBES2 of PKCS#5 (RFC 8018), with PBKDF2 or scrypt (RFC 7914), the schemes
 * of PKCS#12 (RFC 7292 appendix C), and DEK-Info of OpenSSL before version 1.0. With the ciphers themselves, not with a
 * security provider: what a JVM lacks, or has disabled for connections, is still read here.
 */
final class PasswordCipher {
    private static final int BITS = Byte.SIZE;
    private static final int OPENSSL_SALT = 8;
    private static final String RC4 = "RC4";

    /** How a scheme makes its key out of octets of the password. */
    private interface Derivation {
        CipherParameters parameters(byte[] password) throws KeyMaterialException;
    }

    /** The schemes of PKCS#5 version 1 and of PKCS#12. */
    private static final ImmutableMap<ASN1ObjectIdentifier, Scheme> SCHEMES =
            ImmutableMap.<ASN1ObjectIdentifier, Scheme>builder()
                    .put(PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC, Scheme.pkcs5("DES", HashFunction.MD5))
                    .put(PKCSObjectIdentifiers.pbeWithSHA1AndDES_CBC, Scheme.pkcs5("DES", HashFunction.SHA1))
                    .put(PKCSObjectIdentifiers.pbeWithMD5AndRC2_CBC, Scheme.pkcs5("RC2", HashFunction.MD5))
                    .put(PKCSObjectIdentifiers.pbeWithSHA1AndRC2_CBC, Scheme.pkcs5("RC2", HashFunction.SHA1))
                    .put(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, Scheme.pkcs12("DES-EDE3", 192))
                    .put(PKCSObjectIdentifiers.pbeWithSHAAnd2_KeyTripleDES_CBC, Scheme.pkcs12("DES-EDE3", 128))
                    .put(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC, Scheme.pkcs12("RC2", 128))
                    .put(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC, Scheme.pkcs12("RC2", 40))
                    .put(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC4, Scheme.pkcs12(RC4, 128))
                    .put(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC4, Scheme.pkcs12(RC4, 40))
                    .build();

    /** A cipher, and how its key is made. */
    private static final class Scheme {
        private static final int VECTOR_BITS = 64;
        private static final int PKCS5_KEY_BITS = 64;

        private final String cipher;
        private final HashFunction hash;
        private final int keyBits;
        private final boolean pkcs12;

        private Scheme(String cipher, HashFunction hash, int keyBits, boolean pkcs12) {
            this.cipher = cipher;
            this.hash = hash;
            this.keyBits = keyBits;
            this.pkcs12 = pkcs12;
        }

        static Scheme pkcs5(String cipher, HashFunction hash) {
            return new Scheme(cipher, hash, PKCS5_KEY_BITS, false);
        }

        static Scheme pkcs12(String cipher, int keyBits) {
            return new Scheme(cipher, HashFunction.SHA1, keyBits, true);
        }

        /** Salt and iterations have the same form in both standards. */
        Derivation derivation(AlgorithmIdentifier algorithm, DecryptionWork work) throws KeyMaterialException {
            PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(algorithm.getParameters());
            int iterations = work.iterations(parameters.getIterations());
            PBEParametersGenerator generator = pkcs12
                    ? new PKCS12ParametersGenerator(hash.digest())
                    : new PKCS5S1ParametersGenerator(hash.digest());
            return password -> {
                generator.init(password, parameters.getIV(), iterations);
                return cipher.equals(RC4)
                        ? generator.generateDerivedParameters(keyBits)
                        : generator.generateDerivedParameters(keyBits, VECTOR_BITS);
            };
        }
    }

    private final String cipher;
    private final Supplier<ImmutableList<byte[]>> passwords;
    private final Derivation derivation;

    private PasswordCipher(String cipher, Supplier<ImmutableList<byte[]>> passwords, Derivation derivation) {
        this.cipher = cipher;
        this.passwords = passwords;
        this.derivation = derivation;
    }

    /**
     * Returns the decryption that {@code algorithm} describes.
     *
     * @throws KeyMaterialException when it is none of those above, its parameters are not what they should be, or it
     *     costs too much; never for a password
     */
    static PasswordCipher of(AlgorithmIdentifier algorithm, Password password, DecryptionWork work)
            throws KeyMaterialException {
        try {
            if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
                return pbes2(PBES2Parameters.getInstance(algorithm.getParameters()), password, work);
            }
            Scheme scheme = SCHEMES.get(algorithm.getAlgorithm());
            if (scheme == null) {
                throw unknown(algorithm.getAlgorithm().getId());
            }
            Derivation derivation = scheme.derivation(algorithm, work);
            return new PasswordCipher(
                    scheme.cipher, scheme.pkcs12 ? password::pkcs12Octets : password::octets, derivation);
        } catch (IllegalArgumentException | NullPointerException | ClassCastException | ArithmeticException e) {
            throw KeyMaterialException.unreadable("the parameters of its encryption are damaged");
        }
    }

    private static PasswordCipher pbes2(PBES2Parameters parameters, Password password, DecryptionWork work)
            throws KeyMaterialException {
        EncryptionScheme scheme = parameters.getEncryptionScheme();
        BlockCiphers.Named named = BlockCiphers.of(scheme.getAlgorithm())
                .orElseThrow(() -> unknown(scheme.getAlgorithm().getId()));
        byte[] vector = named.name().equals("RC2")
                ? RC2CBCParameter.getInstance(scheme.getParameters()).getIV()
                : ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
        Derivation key = derivation(parameters.getKeyDerivationFunc(), named.keyBytes(), work);
        return new PasswordCipher(
                named.name(), password::octets, octets -> new ParametersWithIV(key.parameters(octets), vector));
    }

    /** Returns how a key of that many octets is derived, by PBKDF2 or scrypt; the file may ask for another length. */
    private static Derivation derivation(KeyDerivationFunc function, int keyBytes, DecryptionWork work)
            throws KeyMaterialException {
        if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            ScryptParams scrypt = ScryptParams.getInstance(function.getParameters());
            work.scrypt(scrypt.getCostParameter(), scrypt.getBlockSize(), scrypt.getParallelizationParameter());
            int length = keyLength(scrypt.getKeyLength(), keyBytes);
            return octets -> new KeyParameter(SCrypt.generate(
                    octets,
                    scrypt.getSalt(),
                    scrypt.getCostParameter().intValue(),
                    scrypt.getBlockSize().intValue(),
                    scrypt.getParallelizationParameter().intValue(),
                    length));
        }
        if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unknown(function.getAlgorithm().getId());
        }
        PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(function.getParameters());
        return pbkdf2(pbkdf2, keyLength(pbkdf2.getKeyLength(), keyBytes), work);
    }

    private static int keyLength(@Nullable BigInteger asked, int usual) {
        return asked == null || asked.signum() <= 0 || asked.bitLength() > BITS ? usual : asked.intValue();
    }

    private static Derivation pbkdf2(PBKDF2Params parameters, int length, DecryptionWork work)
            throws KeyMaterialException {
        ASN1ObjectIdentifier hash = parameters.getPrf().getAlgorithm();
        HashFunction function = HashFunction.ofHmac(hash).orElseThrow(() -> unknown(hash.getId()));
        int iterations = work.iterations(parameters.getIterationCount());
        return octets -> {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(function.digest());
            generator.init(octets, parameters.getSalt(), iterations);
            return generator.generateDerivedParameters(length * BITS);
        };
    }

    /**
     * Returns the key of an HMAC that PBKDF2 derives.
     *
     * @throws KeyMaterialException as {@link #of}
     */
    static byte[] pbkdf2(PBKDF2Params parameters, int length, byte[] octets, DecryptionWork work)
            throws KeyMaterialException {
        return ((KeyParameter) pbkdf2(parameters, keyLength(parameters.getKeyLength(), length), work)
                        .parameters(octets))
                .getKey();
    }

    /**
     * Returns the decryption that a header {@code DEK-Info} describes: {@code AES-256-CBC,} and a vector in hexadecimal.
     *
     * @throws KeyMaterialException as {@link #of(AlgorithmIdentifier, Password, DecryptionWork)}
     */
    static PasswordCipher ofHeader(String header, Password password) throws KeyMaterialException {
        int comma = header.indexOf(',');
        String name = comma < 0 ? header : header.substring(0, comma).trim();
        BlockCiphers.Named named = BlockCiphers.ofOpenssl(name).orElseThrow(() -> unknown(name));
        byte[] vector;
        try {
            vector = Hex.decode(header.substring(comma + 1).trim());
        } catch (DecoderException e) {
            throw KeyMaterialException.unreadable("its header DEK-Info is damaged");
        }
        if (comma < 0 || vector.length < OPENSSL_SALT) {
            throw KeyMaterialException.unreadable("its header DEK-Info is damaged");
        }
        return new PasswordCipher(named.name(), password::octets, octets -> {
            OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
            generator.init(octets, Arrays.copyOf(vector, OPENSSL_SALT));
            return new ParametersWithIV(generator.generateDerivedParameters(named.keyBytes() * BITS), vector);
        });
    }

    private static KeyMaterialException unknown(String what) {
        return KeyMaterialException.unreadable(
                "it is encrypted in a way that cannot be read here (" + Sanitizer.clean(what)
                        + "); openssl pkcs8 -topk8 -v2 aes-256-cbc, or openssl pkcs12 -export, write it in one that can");
    }

    /**
     * Returns what {@code encrypted} is, in the first way to write the password that gives something {@code plausible};
     * empty when none does: the password is wrong.
     */
    Optional<byte[]> decrypt(byte[] encrypted, Predicate<byte[]> plausible) throws KeyMaterialException {
        for (byte[] password : passwords.get()) {
            Optional<byte[]> plain = decrypt(encrypted, derivation.parameters(password));
            if (plain.filter(plausible).isPresent()) {
                return plain;
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> decrypt(byte[] encrypted, CipherParameters parameters) {
        try {
            if (cipher.equals(RC4)) {
                StreamCipher stream = new RC4Engine();
                stream.init(false, parameters);
                byte[] plain = new byte[encrypted.length];
                stream.processBytes(encrypted, 0, encrypted.length, plain, 0);
                return Optional.of(plain);
            }
            PaddedBufferedBlockCipher block =
                    new PaddedBufferedBlockCipher(new CBCBlockCipher(BlockCiphers.engine(cipher)));
            block.init(false, parameters);
            byte[] plain = new byte[block.getOutputSize(encrypted.length)];
            int length = block.processBytes(encrypted, 0, encrypted.length, plain, 0);
            length += block.doFinal(plain, length);
            return Optional.of(Arrays.copyOf(plain, length));
        } catch (CryptoException | RuntimeException e) {
            return Optional.empty(); // not padded as it should be, or cut off
        }
    }
}
