package io.echofield.swarmkit.store.mapdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C of parts of arrays. */
final class Crc {
  private Crc() {}

  static int of(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /** Of eight bytes, big-endian, and then a part of an array. */
  static int of(long number, byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
