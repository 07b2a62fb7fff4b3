package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command line for a JVM that starts as quickly as it can: hundreds of them are started only to
 * be killed.
 *
 * @param flags of the JVM, the class path included
 */
record ChildJvm(List<String> flags) {
  /** From here on a JVM complains on stderr of what MapDB and protobuf do. */
  private static final int VERSION_THAT_WARNS = 24;

  private static final int TRAINING_BATCHES = 60;
  private static final long TRAINING_SECONDS_MAX = 60;

  ChildJvm {
    flags = List.copyOf(flags);
  }

  /** As small as the launcher's, and without a log. */
  static ChildJvm plain() {
    List<String> flags =
        new ArrayList<>(
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-XX:-UsePerfData"));
    if (Runtime.version().feature() >= VERSION_THAT_WARNS) {
      flags.add("--enable-native-access=ALL-UNNAMED");
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    flags.add("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
    flags.add("-Dslf4j.internal.verbosity=ERROR");
    flags.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return new ChildJvm(flags);
  }

  /**
   * One whose classes were loaded and stored before: its first batch comes three times as soon.
   *
   * @param scratch an empty folder; the archive stays there
   */
  static ChildJvm trained(Path scratch) throws InterruptedException {
    Path archive = scratch.resolve("classes.jsa");
    ChildJvm plain = plain();
    List<String> training = new ArrayList<>(List.of("-XX:ArchiveClassesAtExit=" + archive));
    training.add("-Xlog:disable");
    training.addAll(plain.flags());
    try {
      List<String> command =
          new ChildJvm(training)
              .command(
                  CrashWriter.class,
                  scratch.resolve("training").toString(),
                  "1",
                  Integer.toString(TRAINING_BATCHES));
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(TRAINING_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // Only slower.
      return plain;
    }
    if (!Files.isReadable(archive)) {
      return plain;
    }
    List<String> flags = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive));
    flags.addAll(List.of("-Xshare:auto", "-Xlog:disable"));
    flags.addAll(plain.flags());
    return new ChildJvm(flags);
  }

  List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
