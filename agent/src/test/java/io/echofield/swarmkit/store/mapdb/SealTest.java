package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealTest {
  @TempDir private Path root;

  @Test
  void aSealSurvivesItsFileAndAnyFlippedBitIsSeen() throws Exception {
    Path file = ledger(Seal.PIECE_BYTES + 5);
    Seal seal = Seal.of(file, 42);
    Path written = root.resolve("seal");
    byte[] text = seal.text().getBytes(StandardCharsets.US_ASCII);
    Files.write(written, text);
    assertThat(Seal.read(written)).contains(seal);
    for (int at = 0; at < text.length; at++) {
      byte[] flipped = text.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(written, flipped);
      assertThat(Seal.read(written)).as("byte %d", at).isEmpty();
    }
    assertThat(Seal.read(root.resolve("none"))).isEmpty();
  }

  @Test
  void aDifferenceIsToldWithItsPlace() throws Exception {
    Path file = ledger(2 * Seal.PIECE_BYTES + 5);
    Seal seal = Seal.of(file, 1);
    assertThat(seal.differs(Seal.of(file, 1))).isEmpty();
    Folders.flip(file, Seal.PIECE_BYTES + 77, 0);
    assertThat(seal.differs(Seal.of(file, 1)))
        .contains("its content changed behind byte " + Seal.PIECE_BYTES);
    Files.write(file, new byte[3]);
    assertThat(seal.differs(Seal.of(file, 1))).get().asString().contains("it has 3 bytes");
  }

  @Test
  void aSparseCopyIsTheSameToRead() throws Exception {
    byte[] content = new byte[40_000];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20; i++) {
      content[random.nextInt(content.length)] = (byte) random.nextInt(1, 256);
    }
    for (boolean holes : new boolean[] {true, false}) {
      Path file = root.resolve("copy" + holes);
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        Sparse.write(out, 0, content, content.length, holes);
        out.setLength(content.length);
      }
      assertThat(file).hasBinaryContent(content);
    }
  }

  private Path ledger(int length) throws Exception {
    byte[] content = new byte[length];
    new SplittableRandom(length).nextBytes(content);
    return Files.write(root.resolve("ledger"), content);
  }
}
