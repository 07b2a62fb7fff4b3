package io.echofield.swarmkit.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.store.mapdb.DiskFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power loss may leave, and what it may not. */
class PowerDiskTest {
  private static final int STATES = 60;

  @TempDir private Path folder;
  private Path top;
  private PowerDisk disk;

  @BeforeEach
  void open() throws IOException {
    top = Files.createDirectory(folder.resolve("top"));
    disk = new PowerDisk(top, folder.resolve("removed"), (before, operation) -> {});
  }

  @Test
  void whatWasForcedIsAlwaysThere() throws IOException {
    write("a", "forced", true);
    disk.forceFolder(top);
    assertThat(states("a")).containsExactly("forced");
  }

  @Test
  void aNameThatWasNotForcedMayBeMissing() throws IOException {
    write("a", "forced", true);
    assertThat(states("a")).containsExactly("-", "forced");
  }

  @Test
  void aContentThatWasNotForcedMayBeOldOrShort() throws IOException {
    write("a", "old", true);
    disk.forceFolder(top);
    write("a", "newer", false);
    assertThat(states("a")).contains("old", "newer", "new").doesNotContain("-");
  }

  @Test
  void sectorsHaveTheirFatesAlone() throws IOException {
    byte[] old = new byte[4 * LostFile.SECTOR_BYTES];
    Arrays.fill(old, (byte) 'o');
    byte[] newer = old.clone();
    Arrays.fill(newer, (byte) 'n');
    write("a", old, true);
    disk.forceFolder(top);
    write("a", newer, false);
    assertThat(sectors("a")).contains("oooo", "nnnn").hasSizeGreaterThan(6);
  }

  @Test
  void aRenameIsThereOrNot() throws IOException {
    write("a", "1", true);
    write("b", "2", true);
    disk.forceFolder(top);
    disk.rename(top.resolve("b"), top.resolve("a"));
    assertThat(states("a")).containsExactly("1", "2");
    assertThat(states("b")).containsExactly("-", "2");
    disk.forceFolder(top);
    assertThat(states("a")).containsExactly("2");
    assertThat(states("b")).containsExactly("-");
  }

  @Test
  void aRemovedFileMayComeBack() throws IOException {
    write("a", "1", true);
    disk.forceFolder(top);
    disk.delete(top.resolve("a"));
    assertThat(Files.exists(top.resolve("a"))).isFalse();
    assertThat(states("a")).containsExactly("-", "1");
  }

  @Test
  void whatCameThroughAMappingCountsFromTheForce() throws IOException {
    write("a", "....", true);
    disk.forceFolder(top);
    try (DiskFile file = disk.openToWrite(top.resolve("a"))) {
      file.write(0, new byte[] {'.'}, 0, 1);
      Files.writeString(top.resolve("a"), "mapd");
      assertThat(states("a")).containsExactly("....", "mapd");
      file.force();
    }
    assertThat(states("a")).containsExactly("mapd");
  }

  private void write(String name, String text, boolean force) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8), force);
  }

  private void write(String name, byte[] bytes, boolean force) throws IOException {
    try (DiskFile file = disk.openToWrite(top.resolve(name))) {
      file.write(0, bytes, 0, bytes.length);
      if (force) {
        file.force();
      }
    }
  }

  /** What a name leads to in many states; {@code -}: nowhere. */
  private SortedSet<String> states(String name) throws IOException {
    SortedSet<String> states = new TreeSet<>();
    for (int seed = 0; seed < STATES; seed++) {
      Path left = folder.resolve("left");
      Folders.delete(left);
      disk.materialize(left, new Luck(seed));
      Path file = left.resolve(name);
      states.add(Files.exists(file) ? Files.readString(file) : "-");
    }
    return states;
  }

  /** The same with a letter for each sector. */
  private SortedSet<String> sectors(String name) throws IOException {
    SortedSet<String> sectors = new TreeSet<>();
    for (String state : states(name)) {
      StringBuilder letters = new StringBuilder();
      for (int at = 0; at < state.length(); at += LostFile.SECTOR_BYTES) {
        letters.append(state.charAt(at));
      }
      sectors.add(letters.toString());
    }
    return sectors;
  }
}
