package io.echofield.swarmkit.link.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.drop.FrameFile.Content;
import io.echofield.swarmkit.link.drop.FrameFile.Frame;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFileTest {
  private static final List<Frame> FRAMES =
      List.of(
          new Frame(Channel.DELTA, Bytes.ofHex("00010203")),
          new Frame(Channel.SYNC, Bytes.EMPTY),
          new Frame(Channel.DELTA, Bytes.ofHex("ff")));

  @Test
  @Shows("W-1")
  void theBytesAreFixed() {
    assertThat(HexFormat.of().formatHex(FrameFile.encode(FRAMES.subList(0, 1))))
        .isEqualTo("45464631" + "00000004" + "01" + "ec3748fd" + "00010203");
  }

  @Test
  void whatWasWrittenIsRead() {
    Content content = FrameFile.decode(FrameFile.encode(FRAMES));
    assertThat(content.frames()).isEqualTo(FRAMES);
    assertThat(content.fault()).isEmpty();
    assertThat(FrameFile.decode(FrameFile.encode(List.of())).fault()).isEmpty();
  }

  @Test
  @Shows("W-1")
  void aTornFileGivesTheWholeFramesBeforeTheTear() {
    byte[] file = FrameFile.encode(FRAMES);
    List<Integer> ends = new ArrayList<>(List.of(FrameFile.MAGIC_BYTES));
    FRAMES.forEach(frame -> ends.add(ends.get(ends.size() - 1) + frame.fileBytes()));
    for (int length = 0; length < file.length; length++) {
      Content content = FrameFile.decode(Arrays.copyOf(file, length));
      int at = length;
      int whole = Math.max(0, (int) ends.stream().filter(end -> end <= at).count() - 1);
      assertThat(content.frames()).as("length %d", length).isEqualTo(FRAMES.subList(0, whole));
      assertThat(content.fault().isEmpty())
          .as("length %d", length)
          .isEqualTo(ends.contains(length));
    }
  }

  @Test
  void noSingleFlippedBitPassesUnnoticed() {
    byte[] file = FrameFile.encode(FRAMES);
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Content content = FrameFile.decode(flipped);
      assertThat(content.fault()).as("bit %d", bit).isPresent();
      assertThat(FRAMES).as("bit %d", bit).containsAll(content.frames());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyBytesGiveAnAnswer(long seed) {
    Random random = new Random(seed);
    byte[] noise = new byte[random.nextInt(2_000)];
    random.nextBytes(noise);
    byte[] head = FrameFile.encode(FRAMES);
    System.arraycopy(head, 0, noise, 0, Math.min(head.length, noise.length));
    assertThat(FrameFile.decode(noise).frames()).hasSizeLessThanOrEqualTo(FRAMES.size() + 1);
  }
}
