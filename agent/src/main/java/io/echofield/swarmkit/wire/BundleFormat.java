package io.echofield.swarmkit.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

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

  private static final int PIECE_BYTES = 8_192;

  private BundleFormat() {}

  /** A raw DEFLATE stream (RFC 1951). */
  static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE_BYTES];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** What a raw DEFLATE stream holds, at most as much as a record. */
  static byte[] inflated(byte[] deflated) throws Refusal {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      byte[] content = new byte[RECORD_BYTES_MAX];
      int length = 0;
      int more;
      do {
        more = inflater.inflate(content, length, content.length - length);
        length += more;
      } while (more > 0 && !inflater.finished());
      Limits.require(inflater.finished(), "a compressed record is cut short or too large");
      Limits.require(inflater.getRemaining() == 0, "something follows in a compressed record");
      return Arrays.copyOf(content, length);
    } catch (DataFormatException e) {
      // Which part of the stream is wrong helps nobody.
      throw new Refusal("a compressed record is malformed");
    } finally {
      inflater.end();
    }
  }

  static int crc(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
