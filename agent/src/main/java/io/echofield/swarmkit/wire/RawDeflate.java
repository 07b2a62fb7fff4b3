package io.echofield.swarmkit.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Raw DEFLATE streams (RFC 1951), for bundles and frames. Pure, any thread.
 *
 * <p>What a stream holds is a function of the stream; the stream that is written for some content
 * is not one of the content alone: it differs between builds of zlib, and with them between
 * machines.
 */
final class RawDeflate {
  /** No stream holds more; a longer one is refused before it is inflated further. Bytes. */
  static final int CONTENT_BYTES_MAX = 65_536;

  /**
   * For frames: status writes and creates get as short as with {@link #SMALL}, within 2 %, in two
   * thirds of its time, 8 to 17 ns a byte here.
   */
  static final int QUICK = 4;

  /** For what is written once and kept. */
  static final int SMALL = 6;

  private static final int PIECE_BYTES = 8_192;

  /** Entries get rarely shorter than a third. */
  private static final int USUAL_RATIO = 4;

  private RawDeflate() {}

  /**
   * A stream that holds this.
   *
   * @param level {@link #QUICK} or {@link #SMALL}
   */
  static byte[] deflated(byte[] content, int level) {
    Deflater deflater = new Deflater(level, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[Math.min(PIECE_BYTES, content.length + 1)];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * What a stream holds.
   *
   * @param what is compressed, for the reason of a refusal
   * @throws Refusal if the stream does not end with the bytes, holds more than {@link
   *     #CONTENT_BYTES_MAX} or is none
   */
  static byte[] inflated(byte[] deflated, String what) throws Refusal {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      // One byte more than allowed, so that what is too large shows.
      int most = CONTENT_BYTES_MAX + 1;
      byte[] content = new byte[Math.min(most, USUAL_RATIO * deflated.length + 1)];
      int length = 0;
      int more;
      do {
        if (length == content.length && length < most) {
          content = Arrays.copyOf(content, Math.min(most, 2 * length));
        }
        more = inflater.inflate(content, length, content.length - length);
        length += more;
      } while (more > 0 && !inflater.finished());
      Limits.require(
          inflater.finished() && length <= CONTENT_BYTES_MAX, what + " is cut short or too large");
      Limits.require(inflater.getRemaining() == 0, "something follows in " + what);
      return Arrays.copyOf(content, length);
    } catch (DataFormatException e) {
      // Which part of the stream is wrong helps nobody.
      throw new Refusal(what + " is malformed");
    } finally {
      inflater.end();
    }
  }
}
