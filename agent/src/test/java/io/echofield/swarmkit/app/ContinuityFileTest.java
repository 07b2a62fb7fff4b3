package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityBreak;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.ContinuityFound.Place;
import io.echofield.swarmkit.testkit.Shows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file beside the store says, and what is made of it after it was copied or damaged. */
class ContinuityFileTest {
  private static final ContinuityBreak BREAK =
      new ContinuityBreak(ContinuityBreak.Kind.LOST_PARTS, 1_795_420_800_123L, "what was seen");
  private static final Author AUTHOR = new Author(Bytes.ofHex("a1a2a3a4a5a6"));
  private static final Continuity RECORD =
      new Continuity(AUTHOR, 0x8000_0000_0000_0001L, 17, 0xffff_fffeL, 133, Optional.of(BREAK));

  @TempDir private Path folder;
  private Path data;
  private ContinuityFile kept;
  private boolean sameInodes;
  private long changedLaterMillis;

  @BeforeEach
  void keep() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    kept = in(data, marks("board", "b1"));
    kept.keep(RECORD);
  }

  @Test
  void whatIsKeptIsFoundAgainInItsPlace() throws IOException {
    assertThat(kept.look())
        .isEqualTo(new ContinuityFound(false, Optional.of(RECORD), Place.SAME, ""));
    Continuity later = new Continuity(AUTHOR, 1, 18, 2, 3, Optional.empty());
    kept.keep(later);
    assertThat(kept.look().kept()).contains(later);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(data))))
        .isEqualTo("rw-------");
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(file(data));
    }
  }

  @Test
  void nothingIsNothing() throws IOException {
    Files.delete(file(data));
    assertThat(kept.look()).isEqualTo(ContinuityFound.nothing());
  }

  @Test
  void everyDamagedByteShows() throws IOException {
    String text = Files.readString(file(data));
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      Files.writeString(file(data), text.substring(0, i) + other + text.substring(i + 1));
      assertThat(kept.look().damaged()).as("byte %d", i).isTrue();
      Files.writeString(file(data), text.substring(0, i));
      assertThat(kept.look().damaged()).as("cut at %d", i).isTrue();
    }
    Files.writeString(file(data), text + "x");
    assertThat(kept.look().damaged()).isTrue();
    assertThat(kept.look().detail()).contains(file(data).toString(), "damaged");
  }

  @Test
  void whatALaterVersionWroteIsNotBelieved() throws IOException {
    String text = Files.readString(file(data));
    Files.writeString(file(data), text.replace("continuity 1", "continuity 2"));
    assertThat(kept.look().damaged()).isTrue();
  }

  @Test
  @Shows("I-4")
  void aCopyPutInItsPlaceWasPutBack() throws IOException {
    Path copy = copy(data, folder.resolve("copy"));
    Files.move(data, folder.resolve("away"));
    Files.move(copy, data);
    assertThat(kept.look().place()).isEqualTo(Place.PUT_BACK);
    assertThat(kept.look().kept()).contains(RECORD);
    kept.keep(RECORD);
    assertThat(kept.look().place()).isEqualTo(Place.SAME);
  }

  @Test
  void aCopyThatGotTheNumbersOfTheOriginalIsToldByTheTimeOfCopying() throws IOException {
    sameInodes = true;
    kept.keep(RECORD);
    assertThat(kept.look().place()).isEqualTo(Place.SAME);
    changedLaterMillis = ContinuityFile.LATE_MILLIS + 1_000;
    assertThat(kept.look().place()).isEqualTo(Place.PUT_BACK);
  }

  @Test
  void onADiskThatIsTooSlowTheTimeSaysNothing() throws IOException {
    changedLaterMillis = 30_000;
    kept.keep(RECORD);
    assertThat(kept.look().place()).isEqualTo(Place.SAME);
    assertThat(Files.readString(file(data))).doesNotContain("written");
  }

  @Test
  void aCopyInAnotherPlaceIsACopyAndTheOriginalIsNone() throws IOException {
    ContinuityFile copy = in(copy(data, folder.resolve("copy")), marks("board", "b1"));
    assertThat(copy.look().place()).isEqualTo(Place.COPIED);
    assertThat(copy.look().detail()).contains(data.toString());
    assertThat(kept.look().place()).isEqualTo(Place.SAME);
  }

  @Test
  void aFolderThatWasMovedIsTheSame() throws IOException {
    Path moved = Files.move(data, folder.resolve("moved"));
    assertThat(in(moved, marks("board", "b1")).look().place()).isEqualTo(Place.SAME);
  }

  @Test
  void whereNumbersDoNotLastNothingIsMadeOfThem() throws IOException {
    Path copy = copy(data, folder.resolve("copy"));
    ContinuityFile there =
        new ContinuityFile(
            file(copy),
            marks("board", "b1"),
            path -> new FileMark(Optional.empty(), Optional.empty()),
            System::currentTimeMillis);
    assertThat(there.look().place()).isEqualTo(Place.SAME);
  }

  @Test
  void anotherBoardIsAnotherMachine() throws IOException {
    assertThat(in(data, marks("board", "b2")).look().place()).isEqualTo(Place.OTHER_MACHINE);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Files.delete(file(data));
    Files.delete(data);
    assertThatThrownBy(() -> kept.keep(RECORD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file(data).toString());
  }

  private ContinuityFile in(Path data, MachineMarks machine) {
    return new ContinuityFile(file(data), machine, this::mark, System::currentTimeMillis);
  }

  /** Believed on every file system: these folders are not mounted anew in between. */
  private FileMark mark(Path path) {
    try {
      FileMark mark = FileMark.read(path);
      return new FileMark(
          mark.inode().map(inode -> sameInodes ? "1" : inode),
          mark.changedMillis().map(at -> at + changedLaterMillis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path data) {
    return data.resolve("continuity");
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    Files.copy(file(from), file(to));
    return to;
  }

  private static MachineMarks marks(String name, String hash) {
    TreeMap<String, String> hashes = new TreeMap<>();
    hashes.put(name, hash);
    return new MachineMarks(hashes);
  }
}
