package io.echofield.swarmkit.store.mapdb;

/**
 * Says of most keys that are not in a run that they are not, without a look at the run.
 *
 * <p>{@value #BITS_PER_KEY} bits for each key and {@value #PROBES} probes: about one in a hundred
 * is not recognised. Source: Bloom 1970; double hashing as in Kirsch and Mitzenmacher 2006.
 */
final class Bloom {
  static final int BITS_PER_KEY = 10;
  private static final int PROBES = 7;

  private final byte[] bits;

  private Bloom(byte[] bits) {
    this.bits = bits;
  }

  /** For so many keys at most; more make it useless, not wrong. */
  static Bloom forKeys(long keys) {
    long bytes = Math.min(Integer.MAX_VALUE / 2, keys * BITS_PER_KEY / 8 + 8);
    return new Bloom(new byte[(int) bytes]);
  }

  static Bloom of(byte[] bits) {
    return new Bloom(bits);
  }

  byte[] bits() {
    return bits;
  }

  void add(byte[] key) {
    long hash = hash(key);
    for (int i = 0; i < PROBES; i++) {
      long bit = bit(hash, i);
      bits[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
    }
  }

  /** False: no key with this hash was added, certainly. */
  boolean mayContain(long hash) {
    for (int i = 0; i < PROBES; i++) {
      long bit = bit(hash, i);
      if ((bits[(int) (bit >>> 3)] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }

  private long bit(long hash, int probe) {
    long mixed = (hash & 0xffff_ffffL) + probe * (hash >>> 32);
    return Long.remainderUnsigned((mixed * 0x9e37_79b9_7f4a_7c15L) >>> 1, bits.length * 8L);
  }

  /** FNV-1a, then the finalizer of MurmurHash3: part of the file format. */
  static long hash(byte[] key) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (byte b : key) {
      hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51_afd7_ed55_8ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
    return hash ^ (hash >>> 33);
  }
}
