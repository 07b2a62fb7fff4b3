package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketLimiterTest {
  private static final int PUBLISH = 0x32;
  private static final int PUBACK = 0x40;
  private static final int LIMIT = PacketLimiter.PACKET_BYTES_MAX;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 65_536, LIMIT})
  void legalPacketsPassUnchanged(int length) throws IOException {
    byte[] stream = join(packet(PUBLISH, length), packet(PUBACK, 2), packet(PUBLISH, length));
    assertThat(new PacketLimiter(new ByteArrayInputStream(stream)).readAllBytes())
        .isEqualTo(stream);
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, 2 * 1024 * 1024, 5 * 1024 * 1024})
  void aLargePublishIsCutAndTheNextPacketIsWhole(int length) throws IOException {
    byte[] large = packet(PUBLISH, length);
    byte[] next = packet(PUBACK, 2);
    byte[] cut = packet(PUBLISH, LIMIT);
    // Four bytes announce 2 MiB, three announce the limit: the body starts at another place.
    int bodyAt = large.length - length;
    System.arraycopy(large, bodyAt, cut, cut.length - LIMIT, LIMIT);
    assertThat(new PacketLimiter(new ByteArrayInputStream(join(large, next))).readAllBytes())
        .isEqualTo(join(cut, next));
  }

  @Test
  void anyOtherLargePacketIsAnError() {
    PacketLimiter limiter = new PacketLimiter(new ByteArrayInputStream(packet(PUBACK, LIMIT + 1)));
    assertThatThrownBy(limiter::readAllBytes).isInstanceOf(IOException.class);
  }

  @Test
  void aLengthOfFiveBytesIsAnError() {
    byte[] stream = {PUBLISH, -1, -1, -1, -1, 1};
    assertThatThrownBy(new PacketLimiter(new ByteArrayInputStream(stream))::readAllBytes)
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aSlowSocketThatTimesOutAnywhereChangesNothing(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] large = packet(PUBLISH, LIMIT + 70_000);
    byte[] stream = join(packet(PUBLISH, 300), large, packet(PUBACK, 2), packet(PUBLISH, 0));
    byte[] expected = new PacketLimiter(new ByteArrayInputStream(stream)).readAllBytes();

    PacketLimiter limiter = new PacketLimiter(new Stuttering(stream, random));
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    byte[] buffer = new byte[1_000];
    int count = 0;
    while (count >= 0) {
      try {
        count = limiter.read(buffer, 0, 1 + random.nextInt(buffer.length));
        seen.write(buffer, 0, Math.max(count, 0));
      } catch (SocketTimeoutException e) {
        count = 0; // as Paho does: try again
      }
    }
    assertThat(seen.toByteArray()).isEqualTo(expected);
  }

  /** Gives a few bytes, or none for now. */
  private static final class Stuttering extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Random random;

    Stuttering(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      stutter();
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      stutter();
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(5_000)));
    }

    private void stutter() throws IOException {
      if (random.nextInt(3) == 0) {
        throw new SocketTimeoutException("no bytes yet");
      }
    }
  }

  private static byte[] packet(int type, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type);
    int rest = length;
    do {
      int digit = rest & 0x7f;
      rest >>= 7;
      out.write(rest > 0 ? digit | 0x80 : digit);
    } while (rest > 0);
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
