package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process in the same folder, and a disk that nobody may write. Crashes: CrashTestIT. */
final class MapDbStoreIT {
  private static final long PROCESS_SECONDS_MAX = 20;

  @TempDir private Path root;

  @Test
  void anotherProcessIsToldWhoHoldsTheFolder() throws Exception {
    Path folder = root.resolve("node");
    try (MapDbStore store = store(folder)) {
      store.open();
      // Closing the lock file in this process a second time must not give the lock away.
      assertThatThrownBy(() -> store(folder).open()).isInstanceOf(StoreException.class);
      Process second = startSecond(folder);
      String error = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(error)
          .contains("is in use by pid " + ProcessHandle.current().pid() + ", node alpha");
    }
  }

  @Test
  void aReadOnlyDiskIsNotWritable() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=1m,ro", "tmpfs", disk.toString());
    try {
      assertThatThrownBy(store(disk.resolve("node"))::open)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NOT_WRITABLE));
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static MapDbStore store(Path folder) {
    return new MapDbStore(folder, NodeStoreContract.CODEC, StoreSettings.of("alpha"));
  }

  private static Process startSecond(Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SecondOpener.class.getName(), folder.toString()));
    return new ProcessBuilder(command).start();
  }

  /** Runs a command that needs root. */
  private static void run(String... command) throws Exception {
    List<String> words = new ArrayList<>();
    if (!System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("sudo", "-n"));
    }
    words.addAll(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
  }
}
