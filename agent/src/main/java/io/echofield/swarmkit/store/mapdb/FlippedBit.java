package io.echofield.swarmkit.store.mapdb;

/**
 * Finds the one bit that rot flipped in bytes with a CRC-32C: the checksums differ by a pattern
 * that tells its place.
 *
 * <p>CRC is linear and no two single bits within 2^31 bits leave the same pattern. Two or more
 * flipped bits look like one with a chance of (bits of the message) / 2^32, so whoever mends looks
 * at the result again by other means.
 */
final class FlippedBit {
  /** The polynomial of CRC-32C, lowest bit first. */
  private static final int POLYNOMIAL = 0x82f6_3b78;

  private FlippedBit() {}

  /**
   * The place of the bit, counted from the first byte's lowest bit; -1 if no single bit explains
   * the difference.
   *
   * @param pattern the checksum that should be, xor the one that is
   * @param bytes length of the message
   */
  static long find(int pattern, long bytes) {
    int trace = 1;
    for (long bit = bytes * 8 - 1; bit >= 0; bit--) {
      trace = (trace >>> 1) ^ (-(trace & 1) & POLYNOMIAL);
      if (trace == pattern) {
        return bit;
      }
    }
    return -1;
  }
}
