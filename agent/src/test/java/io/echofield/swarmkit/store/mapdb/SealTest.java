package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a seal tells of its run, and what rot in either looks like. */
final class SealTest {
  private static final Span SPAN = new Span(3, 42);
  private static final int BYTES = Seal.PIECE_BYTES + 500;

  private final List<String> notices = new ArrayList<>();

  @TempDir private Path root;

  private RunFiles files;
  private byte[] content;
  private byte[] seal;

  @BeforeEach
  void aSealedFile() throws Exception {
    files = new RunFiles(new StoreFolder(root, Disk.real()));
    files.makeFolder();
    content = new byte[BYTES];
    new SplittableRandom(1).nextBytes(content);
    Files.write(files.temporary(SPAN), content);
    try (DiskFile file = Disk.real().openToRead(files.temporary(SPAN))) {
      files.seal(SPAN, Seal.of(file, SPAN));
    }
    seal = Files.readAllBytes(files.seal(SPAN));
  }

  @Test
  void aSealSaysWhatItSaid() {
    String text = new String(seal, StandardCharsets.US_ASCII);
    assertThat(Seal.parse(text).orElseThrow().text()).isEqualTo(text);
    assertThat(Seal.parse(text).orElseThrow().span()).isEqualTo(SPAN);
    assertThat(Seal.parse(text).orElseThrow().bytes()).isEqualTo(BYTES);
    assertThat(Seal.parse("")).isEmpty();
    assertThat(Seal.parse(text + "\n")).isEmpty();
  }

  @Test
  void anyFlippedBitOfASealIsSeenAndMended() throws Exception {
    for (int at = 0; at < seal.length; at++) {
      byte[] flipped = seal.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(files.seal(SPAN), flipped);
      assertThat(look(false)).as("byte %d", at).isEmpty();
      assertThat(Files.readAllBytes(files.seal(SPAN))).isEqualTo(flipped);
      assertThat(look(true)).as("byte %d", at).isEmpty();
      assertThat(Files.readAllBytes(files.seal(SPAN))).isEqualTo(seal);
    }
    assertThat(notices).hasSize(2 * seal.length);
  }

  @Test
  void aFlippedBitOfTheFileIsSeenAndMended() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 12; i++) {
      int at = i == 0 ? 0 : i == 1 ? BYTES - 1 : random.nextInt(BYTES);
      Folders.flip(files.data(SPAN), at, random.nextInt(8));
      assertThat(look(false))
          .isEqualTo("a bit flipped at byte " + at + ", which the next start mends");
      assertThat(look(true)).isEmpty();
      assertThat(notices.get(notices.size() - 1)).contains("at byte " + at + ":");
    }
    assertThat(Files.readAllBytes(files.data(SPAN))).isEqualTo(content);
  }

  @Test
  void moreDamageIsToldWithItsPlace() throws Exception {
    Folders.flip(files.data(SPAN), Seal.PIECE_BYTES + 77, 0);
    Folders.flip(files.data(SPAN), Seal.PIECE_BYTES + 78, 0);
    assertThat(look(true)).isEqualTo("its content changed behind byte " + Seal.PIECE_BYTES);
    Files.write(files.data(SPAN), new byte[3]);
    assertThat(look(true)).isEqualTo("it has 3 bytes instead of " + BYTES);
    Files.delete(files.data(SPAN));
    assertThat(look(true)).isEqualTo("it is missing");
    Files.delete(files.seal(SPAN));
    assertThat(look(true)).isEqualTo("its seal cannot be read");
    assertThat(notices).isEmpty();
  }

  private String look(boolean mend) throws Exception {
    return new Rot(Disk.real(), mend, notices::add).inRun(files, SPAN).orElse("");
  }
}
