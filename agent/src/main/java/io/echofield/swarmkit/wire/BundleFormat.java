package io.echofield.swarmkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes around the records of a bundle: a magic, then for each record its length (4), CRC-32C
 * of the payload (4), and the payload. Numbers are big-endian. See {@code bundle.proto}.
 */
final class BundleFormat {
  static final byte[] MAGIC = "EFBNDL1\n".getBytes(StandardCharsets.US_ASCII);
  static final int RECORD_HEADER_BYTES = 8;

  /** Largest payload of one record; a larger one is refused before it is read. */
  static final int RECORD_BYTES_MAX = 65_536;

  static final int VERSION = 1;

  private BundleFormat() {}

  static int crc(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
