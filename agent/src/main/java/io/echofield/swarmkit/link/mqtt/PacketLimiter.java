package io.echofield.swarmkit.link.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts MQTT packets that are larger than anything we would take.
 *
 * <p>Paho allocates whatever length a packet announces, up to 256 MiB, before anybody can refuse
 * it. A PUBLISH longer than {@value #PACKET_BYTES_MAX} bytes is passed on with its payload cut to
 * that length, so it is still acknowledged and the link refuses it by its size; the rest is read
 * and thrown away. Any other packet of that length is an error. A read that timed out may be
 * repeated, as from a socket.
 */
final class PacketLimiter extends InputStream {
  /**
   * Frame limit of 64 KiB and room for topic, properties and packet id. The payload of a cut packet
   * is still above the limit.
   */
  static final int PACKET_BYTES_MAX = 68 * 1024;

  private static final int PUBLISH = 3;
  private static final int BUFFER_BYTES = 8 * 1024;

  private final InputStream input;

  // Where in the stream we are. A fixed header is collected whole before any of it is passed on.
  private final byte[] header = new byte[5];
  private int headerCollected;
  private int headerLength;
  private int headerPassed;
  private int bodyToPass;
  private long bodyToDrop;

  PacketLimiter(InputStream raw) {
    this.input = new BufferedInputStream(raw, BUFFER_BYTES);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (headerPassed == headerLength && bodyToPass == 0 && !nextHeader()) {
      return -1;
    }
    if (headerPassed < headerLength) {
      int count = Math.min(length, headerLength - headerPassed);
      System.arraycopy(header, headerPassed, target, offset, count);
      headerPassed += count;
      return count;
    }
    int count = input.read(target, offset, Math.min(length, bodyToPass));
    bodyToPass -= Math.max(count, 0);
    return count;
  }

  @Override
  public int available() throws IOException {
    return headerLength - headerPassed + Math.min(bodyToPass, input.available());
  }

  /** False: the stream ended. */
  private boolean nextHeader() throws IOException {
    while (bodyToDrop > 0) {
      long skipped = dropSome();
      if (skipped < 0) {
        return false;
      }
      bodyToDrop -= skipped;
    }
    while (true) {
      int next = input.read();
      if (next < 0) {
        return false;
      }
      header[headerCollected++] = (byte) next;
      if (headerCollected > 1 && (next & 0x80) == 0) {
        break;
      }
      if (headerCollected == header.length) {
        throw new IOException("packet length is not MQTT");
      }
    }
    begin(lengthOf(header, headerCollected));
    return true;
  }

  private void begin(int announced) throws IOException {
    int passed = Math.min(announced, PACKET_BYTES_MAX);
    if (passed < announced && (header[0] & 0xf0) >> 4 != PUBLISH) {
      throw new IOException("packet of " + announced + " bytes that is not a PUBLISH");
    }
    headerLength = writeLength(header, passed);
    headerCollected = 0;
    headerPassed = 0;
    bodyToPass = passed;
    bodyToDrop = (long) announced - passed;
  }

  private long dropSome() throws IOException {
    byte[] waste = new byte[(int) Math.min(bodyToDrop, BUFFER_BYTES)];
    return input.read(waste, 0, waste.length);
  }

  private static int lengthOf(byte[] header, int collected) {
    int length = 0;
    for (int i = collected - 1; i >= 1; i--) {
      length = (length << 7) | (header[i] & 0x7f);
    }
    return length;
  }

  /** Writes the remaining length behind the first byte; the length of the whole header. */
  private static int writeLength(byte[] header, int length) {
    int at = 1;
    int rest = length;
    do {
      int digit = rest & 0x7f;
      rest >>>= 7;
      header[at++] = (byte) (rest == 0 ? digit : digit | 0x80);
    } while (rest > 0);
    return at;
  }
}
