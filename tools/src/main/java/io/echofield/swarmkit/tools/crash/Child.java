package io.echofield.swarmkit.tools.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link CrashWriter} in a process of its own, which this one kills. One thread. */
final class Child implements AutoCloseable {
  private static final long END_SECONDS_MAX = 30;

  private final Process process;
  private final BufferedReader lines;
  private final Path errors;
  private Optional<ProcessHandle> writer = Optional.empty();
  private long acknowledged = -1;
  private long refusals;
  private volatile boolean killedHere;

  private Child(Process process, Path errors) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  /**
   * Starts one.
   *
   * @param before words before the command, of a program that runs it
   */
  static Child start(
      List<String> before, ChildJvm jvm, Class<?> main, Path folder, long seed, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder.toString(), Long.toString(seed)));
    arguments.addAll(List.of(more));
    List<String> command = new ArrayList<>(before);
    command.addAll(jvm.command(main, arguments.toArray(String[]::new)));
    Path errors = folder.resolveSibling("child.err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new Child(process, errors);
  }

  /** Waits until it is about to open the folder; false if it was killed before. */
  boolean awaitOpen() throws IOException {
    Optional<String> pid = await("open ");
    writer = pid.flatMap(text -> ProcessHandle.of(Long.parseLong(text)));
    return pid.isPresent();
  }

  /** Waits until it has opened the folder, and tells how many batches it found there. */
  Optional<Long> awaitBegin() throws IOException {
    Optional<Long> found = await("begin ").map(Long::parseLong);
    found.ifPresent(batches -> acknowledged = batches);
    return found;
  }

  /** Waits until the first batch is durable; false if it was killed before. */
  boolean awaitAcknowledgement() throws IOException {
    Optional<Long> first = await("ack ").map(Long::parseLong);
    first.ifPresent(batch -> acknowledged = batch);
    return first.isPresent();
  }

  /** The next line that begins so, without that; empty if the process ended before. */
  private Optional<String> await(String word) throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return Optional.empty();
    }
    if (!line.startsWith(word)) {
      throw new IOException("the child said \"" + line + "\" and not " + word);
    }
    return Optional.of(line.substring(word.length()));
  }

  /** Kills it with SIGKILL. */
  void kill() {
    // By its handle: the process object would close the stream that is being read.
    boolean unused = writer.orElse(process.toHandle()).destroyForcibly();
  }

  /** The same for one that something else should kill: it is killed here if that takes longer. */
  long awaitEnd(long millisMax) throws IOException, InterruptedException {
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> {
              killedHere = true;
              kill();
            },
            CompletableFuture.delayedExecutor(millisMax, TimeUnit.MILLISECONDS));
    try {
      return awaitEnd();
    } finally {
      late.cancel(false);
    }
  }

  /** Whether nothing else had killed it in time. */
  boolean killedHere() {
    return killedHere;
  }

  /** Reads to its end: the last batch that it said is durable, -1 if it said nothing. */
  long awaitEnd() throws IOException, InterruptedException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String number = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("ack ") || line.startsWith("begin ")) {
        acknowledged = Long.parseLong(number);
      } else if (line.startsWith("refused ")) {
        refusals++;
      }
    }
    if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IOException("a killed process does not end");
    }
    return acknowledged;
  }

  /** How many batches and opens it was refused, as far as it was read. */
  long refusals() {
    return refusals;
  }

  /** Its exit code, when it has ended. */
  int exit() {
    return process.exitValue();
  }

  /** What it said on stderr, on one line. */
  String lastWords() throws IOException {
    return Files.readString(errors).strip().replaceAll("\\s*\\R\\s*", " | ");
  }

  @Override
  public void close() throws IOException {
    kill();
    process.destroyForcibly();
    process.getOutputStream().close();
  }
}
