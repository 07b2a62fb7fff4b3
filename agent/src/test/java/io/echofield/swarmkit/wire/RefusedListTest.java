package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Decoded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is refused is refused for ever. With {@code -Dechofield.golden.write=true} the lists are
 * written instead of compared.
 */
final class RefusedListTest {
  private static final Path ENTRIES = GoldenTest.FOLDER.resolve("refused-entries.list");
  private static final Path FRAMES = GoldenTest.FOLDER.resolve("refused-frames.list");

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (GoldenTest.WRITE) {
      Files.writeString(ENTRIES, RefusedList.text(RefusedList.entries()));
      Files.writeString(FRAMES, RefusedList.text(RefusedList.frames()));
    }
  }

  @Test
  void theListsAreWhatWasCheckedIn() throws IOException {
    assertThat(Files.readString(ENTRIES)).isEqualTo(RefusedList.text(RefusedList.entries()));
    assertThat(Files.readString(FRAMES)).isEqualTo(RefusedList.text(RefusedList.frames()));
  }

  @Test
  void everyEntryOfTheListIsRefusedForItsReason() throws IOException {
    for (RefusedList.Row row : rows(ENTRIES)) {
      assertThat(GoldenVectors.ENTRIES.decode(row.bytes()))
          .as(row.what())
          .isEqualTo(new Decoded.Rejected<>(row.reason()));
    }
  }

  @Test
  void everyFrameOfTheListIsRefusedForItsReason() throws IOException {
    for (RefusedList.Row row : rows(FRAMES)) {
      assertThat(GoldenVectors.FRAMES.decode(row.bytes()))
          .as(row.what())
          .isEqualTo(new Decoded.Rejected<>(row.reason()));
    }
  }

  @Test
  void everyStatementAboutRefusalIsShown() throws IOException {
    assertThat(rows(ENTRIES).stream().map(RefusedList.Row::statement).distinct())
        .containsExactlyInAnyOrder("E-3", "E-4", "E-5", "E-6", "E-7", "E-8", "E-9");
    assertThat(rows(FRAMES).stream().map(RefusedList.Row::statement).distinct())
        .containsExactlyInAnyOrder(
            "F-1", "F-2", "F-3", "F-5", "F-6", "F-7", "F-10", "F-11", "F-12", "F-13", "F-15");
  }

  @Test
  void noNameComesTwice() throws IOException {
    assertThat(rows(ENTRIES).stream().map(RefusedList.Row::what)).doesNotHaveDuplicates();
    assertThat(rows(FRAMES).stream().map(RefusedList.Row::what)).doesNotHaveDuplicates();
  }

  private static List<RefusedList.Row> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(RefusedList.Row::of).toList();
  }
}
