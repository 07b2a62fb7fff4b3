package io.echofield.swarmkit.remedy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.remedy.RemedyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanDirectoryHandlerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path root;
  private Path data;
  private Path home;
  private Path spool;
  private CleanDirectoryHandler handler;

  @BeforeEach
  void folders() throws IOException {
    root = root.toRealPath();
    data = Files.createDirectories(root.resolve("data"));
    home = Files.createDirectories(root.resolve("homes/me"));
    spool = Files.createDirectories(root.resolve("spool"));
    handler = new CleanDirectoryHandler(data, home, InstantSource.fixed(NOW));
  }

  @Test
  void oldFilesGoYoungOnesAndFoldersStay() throws Exception {
    file("old", 8, 1_000);
    file("older", 80, 500);
    file("young", 6, 10);
    file("from-the-future", -1, 10);
    file("below/old", 8, 10);
    assertThat(run(true, "older_than", "7d"))
        .isEqualTo("would delete 2 files, 1.5 kB, in " + spool + "; kept 2");
    assertThat(left()).contains("old", "older");
    assertThat(run(false, "older_than", "7d"))
        .isEqualTo("deleted 2 files, 1.5 kB, in " + spool + "; kept 2");
    assertThat(left()).containsExactly("below", "below/old", "from-the-future", "young");
    assertThat(run(false, "older_than", "7d")).startsWith("deleted 0 files, 0 B");
  }

  @Test
  void subfoldersAreCleanedOnRequestOnlyAndStayEmpty() throws Exception {
    file("a/b/old", 8, 10);
    assertThat(run(false, "older_than", "7d")).startsWith("deleted 0 files");
    assertThat(run(false, "older_than", "7d", "recursive", "true")).startsWith("deleted 1 file,");
    assertThat(left()).containsExactly("a", "a/b");
  }

  @Test
  void linksAreNeitherFollowedNorDeleted() throws Exception {
    Path outside = Files.createDirectories(root.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "x");
    age(precious, 100);
    Files.createSymbolicLink(spool.resolve("to-folder"), outside);
    Files.createSymbolicLink(spool.resolve("to-file"), precious);
    Files.createSymbolicLink(spool.resolve("to-nothing"), root.resolve("nothing"));
    assertThat(run(false, "older_than", "1h", "recursive", "true"))
        .startsWith("deleted 0 files, 0 B")
        .endsWith("; kept 3");
    assertThat(left()).hasSize(3);
    assertThat(precious).exists();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void itAgreesWithAPlainListOfWhatIsOld(int seed) throws Exception {
    Random random = new Random(seed);
    SortedSet<String> expected = new TreeSet<>();
    for (int i = 0; i < 80; i++) {
      String folder = "f" + random.nextInt(3) + "/";
      String name = (random.nextBoolean() ? folder + (random.nextBoolean() ? folder : "") : "") + i;
      int days = 1 + random.nextInt(20);
      file(name, days, random.nextInt(50));
      if (days <= 10) {
        expected.add(name);
      }
    }
    int before = files().size();
    assertThat(run(false, "older_than", "10d", "recursive", "true"))
        .startsWith("deleted " + (before - expected.size()) + " files");
    assertThat(files()).isEqualTo(expected);
  }

  @Test
  void itStopsAtItsLimitOfFilesAndAtItsDeadline() throws Exception {
    for (int i = 0; i < 5; i++) {
      file("old-" + i, 8, 1);
    }
    assertThat(run(false, "older_than", "7d", "max_files", "2"))
        .startsWith("deleted 2 files, 2 B")
        .endsWith("; stopped at 2 files, there may be more");
    assertThat(left()).hasSize(3);
    TreeMap<String, String> parameters =
        new TreeMap<>(Map.of("path", spool.toString(), "older_than", "7d"));
    assertThat(handler.run(parameters, false, System.nanoTime()))
        .startsWith("deleted 0 files, 0 B")
        .endsWith("; stopped at the deadline, there may be more");
  }

  @Test
  void veryDeepFoldersAreNotEntered() throws Exception {
    file("d/".repeat(Sweep.DEPTH_MAX) + "reached", 8, 1);
    file("d/".repeat(Sweep.DEPTH_MAX + 1) + "too-deep", 8, 1);
    assertThat(run(false, "older_than", "7d", "recursive", "true")).startsWith("deleted 1 file,");
  }

  @Test
  void systemAndHomeFoldersAreRefused() throws Exception {
    for (String path :
        new String[] {"/", "/tmp", "/home", "/usr/share", "/etc/ssl", "/proc/self", "/dev/shm"}) {
      if (Files.isDirectory(Path.of(path))) {
        assertRefused(path, "");
      }
    }
    assertRefused("/etc/ssl", "belongs to the system");
    assertRefused("/tmp", "directly below it");
    assertRefused(home.toString(), "home folder");
    assertRefused(home.getParent().toString(), "home folder");
  }

  @Test
  void theNodesOwnDataIsRefusedButItsTmpIsNot() throws Exception {
    Path keys = Files.createDirectories(data.resolve("keys"));
    Path tmp = Files.createDirectories(data.resolve("tmp"));
    age(Files.writeString(tmp.resolve("old"), "x"), 8);
    assertRefused(data.toString(), "own data");
    assertRefused(keys.toString(), "own data");
    assertRefused(root.toString(), "");
    TreeMap<String, String> parameters =
        new TreeMap<>(Map.of("path", tmp.toString(), "older_than", "7d"));
    assertThat(handler.run(parameters, false, Long.MAX_VALUE)).startsWith("deleted 1 file, 1 B");
  }

  @Test
  void onlyAPlainExistingAbsoluteFolderIsTaken() throws Exception {
    assertRefused("spool", "absolute");
    assertRefused(spool + "/../spool", "absolute");
    assertRefused(spool.resolve("none").toString(), "no such folder");
    assertRefused(Files.writeString(root.resolve("file"), "x").toString(), "no such folder");
    Path link = Files.createSymbolicLink(root.resolve("link"), spool);
    assertRefused(link.toString(), "symbolic link");
    assertRefused(spool + "\0", "not a path");
    Path etc = Files.createSymbolicLink(root.resolve("system"), Path.of("/etc"));
    assertRefused(etc.resolve("ssl").toString(), "belongs to the system");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "older_than, soon, no time span",
    "recursive, maybe, true or false",
    "max_files, 0, 1 to 100000",
    "max_files, many, 1 to 100000",
    "shell, rm, not known"
  })
  void wrongParametersAreRefused(String name, String value, String reason) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("path", spool.toString());
    parameters.put("older_than", "7d");
    parameters.put(name, value);
    assertThatThrownBy(() -> handler.run(new TreeMap<>(parameters), false, Long.MAX_VALUE))
        .isInstanceOf(RemedyException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theAgeAndThePathMustBeSaid() {
    assertThatThrownBy(() -> run(false)).hasMessage("parameter older_than is missing");
    assertThatThrownBy(
            () -> handler.run(new TreeMap<>(Map.of("older_than", "1d")), false, Long.MAX_VALUE))
        .hasMessage("parameter path is missing");
  }

  private void assertRefused(String path, String reason) {
    TreeMap<String, String> parameters =
        new TreeMap<>(Map.of("path", path, "older_than", "100000d"));
    assertThatThrownBy(() -> handler.run(parameters, true, Long.MAX_VALUE))
        .as(path)
        .isInstanceOf(RemedyException.class)
        .hasMessageStartingWith("refused to clean ")
        .hasMessageContaining(reason);
  }

  private String run(boolean dryRun, String... more) throws RemedyException {
    TreeMap<String, String> parameters = new TreeMap<>(Map.of("path", spool.toString()));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return handler.run(parameters, dryRun, System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
  }

  private void file(String name, int ageDays, int bytes) throws IOException {
    Path file = spool.resolve(name);
    Files.createDirectories(file.getParent());
    age(Files.write(file, new byte[bytes]), ageDays);
  }

  private static void age(Path file, int days) throws IOException {
    FileTime time = FileTime.from(NOW.minus(Duration.ofDays(days)).plusSeconds(days > 0 ? 5 : 0));
    Files.setLastModifiedTime(file, time);
  }

  private SortedSet<String> left() throws IOException {
    try (Stream<Path> paths = Files.walk(spool)) {
      return paths
          .filter(path -> !path.equals(spool))
          .map(path -> spool.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private SortedSet<String> files() throws IOException {
    SortedSet<String> files = left();
    files.removeIf(name -> Files.isDirectory(spool.resolve(name)));
    return files;
  }
}
