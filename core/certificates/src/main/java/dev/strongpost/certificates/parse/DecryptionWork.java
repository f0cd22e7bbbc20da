// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.math.BigInteger;

import dev.strongpost.certificates.KeyMaterialException;

/**
 * How much reading one file may cost: a file says itself how often its password is hashed (RFC 8018 section 4.2), and a
 * hostile one says two thousand million times. Not thread-safe; one for a file.
 */
final class DecryptionWork {
    /** A dozen times what is recommended for one key today; some seconds. */
    private static final int MOST_ITERATIONS = 8_000_000;

    private static final long MOST_MEMORY = 256L << 20;

    private long left = MOST_ITERATIONS;

    /**
     * Takes that many iterations, and returns them.
     *
     * @throws KeyMaterialException when they are none, or too many with those of before
     */
    int iterations(BigInteger count) throws KeyMaterialException {
        if (count.signum() <= 0 || count.compareTo(BigInteger.valueOf(left)) > 0) {
            throw KeyMaterialException.unreadable("its password is hashed " + count
                    + " times: what is needed is at most " + MOST_ITERATIONS + " in one file");
        }
        left -= count.intValue();
        return count.intValue();
    }

    /**
     * Checks the parameters of scrypt (RFC 7914).
     *
     * @throws KeyMaterialException when they are no such parameters, or take more than 256 MiB
     */
    void scrypt(BigInteger cost, BigInteger blockSize, BigInteger parallelization) throws KeyMaterialException {
        boolean positive = cost.compareTo(BigInteger.ONE) > 0 && blockSize.signum() > 0 && parallelization.signum() > 0;
        BigInteger memory = cost.multiply(blockSize).shiftLeft(7);
        if (!positive
                || cost.bitCount() != 1
                || memory.compareTo(BigInteger.valueOf(MOST_MEMORY)) > 0
                || parallelization.bitLength() > 4) {
            throw KeyMaterialException.unreadable("its password is hashed by scrypt with N=" + cost + ", r=" + blockSize
                    + ", p=" + parallelization + ": what is needed is at most 256 MiB and p up to 15");
        }
        // As many as PBKDF2 makes in the time.
        int unused = iterations(memory.multiply(parallelization).shiftRight(8).add(BigInteger.ONE));
    }
}
