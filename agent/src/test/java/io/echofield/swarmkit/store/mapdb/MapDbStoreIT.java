package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.lab.StoreModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is really killed, and a real disk that is really full. */
final class MapDbStoreIT {
  private static final int KILLS = 10;
  private static final int KILL_AFTER_MILLIS_MAX = 500;
  private static final long PROCESS_SECONDS_MAX = 20;

  @TempDir private Path root;

  @Test
  void everyAcknowledgedBatchSurvivesKill() throws Exception {
    long seed = System.nanoTime();
    System.out.println("MapDbStoreIT.everyAcknowledgedBatchSurvivesKill seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    RandomWrites source = new RandomWrites(seed, NodeStoreContract.CODEC);
    StoreModel model = new StoreModel();
    Path folder = root.resolve("node");
    long written = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int millis = random.nextInt(KILL_AFTER_MILLIS_MAX);
      // Every third time the kill may come while the child recovers what the kill before left.
      long acknowledged = writeUntilKilled(folder, seed, kill % 3 < 2, millis);
      try (MapDbStore store =
          new MapDbStore(folder, NodeStoreContract.CODEC, StoreWriter.SETTINGS)) {
        Restored restored = store.open();
        long found = restored.counter(Write.Counter.Name.SESSION);
        long least = Math.max(acknowledged, written);
        assertThat(found).as("seed %d", seed).isBetween(least, least + 1);
        for (; written < found; written++) {
          model.apply(StoreWriter.batch(source, written + 1));
        }
        NodeStoreContract.assertSame(restored, model.restored());
        NodeStoreContract.assertAnswers(store.reader(), model, source, random);
        assertThat(store.notices()).as("seed %d", seed).allMatch(n -> n.startsWith("cut "));
      }
    }
    assertThat(StoreFolder.list(folder.resolve("checkpoint"), ".db")).isNotEmpty();
  }

  @Test
  void anotherProcessIsToldWhoHoldsTheFolder() throws Exception {
    Path folder = root.resolve("node");
    try (MapDbStore store =
        new MapDbStore(folder, NodeStoreContract.CODEC, StoreSettings.of("alpha"))) {
      store.open();
      // Closing the lock file in this process a second time must not give the lock away.
      assertThatThrownBy(
              () ->
                  new MapDbStore(folder, NodeStoreContract.CODEC, StoreSettings.of("beta")).open())
          .isInstanceOf(StoreException.class);
      Process second = start(folder, 1);
      String error = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(error)
          .contains("is in use by pid " + ProcessHandle.current().pid() + ", node alpha");
    }
  }

  @Test
  void aFullDiskRefusesBatchesAndLosesNothing() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
    try {
      fillAndFree(disk);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void aReadOnlyDiskIsNotWritable() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=1m,ro", "tmpfs", disk.toString());
    try {
      MapDbStore store =
          new MapDbStore(disk.resolve("node"), NodeStoreContract.CODEC, StoreSettings.of("alpha"));
      assertThatThrownBy(store::open)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NOT_WRITABLE));
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static void fillAndFree(Path disk) throws Exception {
    RandomWrites source = new RandomWrites(1, NodeStoreContract.CODEC);
    SplittableRandom random = new SplittableRandom(1);
    StoreModel model = new StoreModel();
    Path folder = disk.resolve("node");
    Path filler = Files.write(disk.resolve("filler"), new byte[4 << 20]);
    List<Write> refused = null;
    try (MapDbStore store = store(folder)) {
      store.open();
      while (refused == null) {
        List<Write> writes = source.batch(200);
        try {
          store.commit(writes);
          model.apply(writes);
        } catch (StoreException e) {
          assertThat(e.reason()).isEqualTo(StoreException.Reason.NO_SPACE);
          refused = writes;
        }
      }
      // Whatever else takes the last bytes: what is reserved is ours, and nothing breaks.
      fill(disk.resolve("rest"));
      List<Write> again = refused;
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> store.commit(again))
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NO_SPACE));
      }
      NodeStoreContract.assertAnswers(store.reader(), model, source, random);
      Files.delete(disk.resolve("rest"));
      Files.delete(filler);
      for (int i = 0; i < 5; i++) {
        store.commit(refused);
        model.apply(refused);
        refused = source.batch(50);
      }
    }
    try (MapDbStore store = store(folder)) {
      NodeStoreContract.assertSame(store.open(), model.restored());
      fill(disk.resolve("rest"));
    }
    // Closed and opened on a full disk.
    try (MapDbStore store = store(folder)) {
      NodeStoreContract.assertSame(store.open(), model.restored());
      NodeStoreContract.assertAnswers(store.reader(), model, source, random);
    }
    Files.delete(disk.resolve("rest"));
  }

  private static MapDbStore store(Path folder) {
    return new MapDbStore(folder, NodeStoreContract.CODEC, StoreWriter.SETTINGS);
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4_096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(StoreFailures.noSpace(e)).isTrue();
    }
  }

  /**
   * Lets a child write for some time, kills it, and returns the last batch that it said is durable.
   */
  private static long writeUntilKilled(Path folder, long seed, boolean begun, int millis)
      throws Exception {
    Process child = start(folder, seed);
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      long acknowledged = begun ? begin(child, lines) : 0;
      CompletableFuture<Void> kill =
          CompletableFuture.runAsync(
              // By its handle: the process object would close the stream that is being read.
              () -> assertThat(child.toHandle().destroyForcibly()).isTrue(),
              CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // The kill may cut the last line.
        if (line.startsWith("ack ") && line.length() > 4) {
          acknowledged = Math.max(acknowledged, Long.parseLong(line.substring(4)));
        }
      }
      kill.get(PROCESS_SECONDS_MAX, TimeUnit.SECONDS);
      assertThat(child.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      return acknowledged;
    } finally {
      child.destroyForcibly();
    }
  }

  private static long begin(Process child, BufferedReader lines) throws IOException {
    String begin = lines.readLine();
    if (begin == null) {
      throw new IllegalStateException(
          new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(begin).startsWith("begin ");
    return Long.parseLong(begin.substring(6));
  }

  private static Process start(Path folder, long seed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StoreWriter.class.getName(), folder.toString(), Long.toString(seed)));
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
