// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

/** Questions about octets. */
final class Octets {
    private Octets() {}

    /** Tells whether one of the first {@code length} octets is beyond ASCII. */
    static boolean isEightBit(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            if (octets[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the octets, with a question mark for each that is beyond ASCII: where nothing can stand for it. */
    static byte[] questioned(byte[] octets, int length) {
        byte[] ascii = new byte[length];
        for (int i = 0; i < length; i++) {
            ascii[i] = octets[i] < 0 ? (byte) '?' : octets[i];
        }
        return ascii;
    }
}
