package io.echofield.swarmkit.tools.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer's program that lives through all rounds: it makes ready what is not measured, then does
 * its task once for each line that it gets. It ends with this process at the latest. One thread.
 */
final class PeerProcess implements AutoCloseable {
  /** Room for what is young, as our side's heap has it: what a load makes is collected after it. */
  private static final String YOUNG_SPACE = "--max-semi-space-size=256";

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final Writer asks;
  private final Doc ready;

  private PeerProcess(String name, Process process) throws IOException {
    this.name = name;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.asks = process.outputWriter(StandardCharsets.UTF_8);
    this.ready = answer();
  }

  /**
   * Starts it and waits until it is ready. What it says on standard error goes where ours goes.
   *
   * @param folder as {@link PeerPrograms#ready} gives it
   * @param files workloads, as {@code workload.mjs} says
   * @throws IOException if it ends before that
   */
  static PeerProcess start(Path folder, String side, String task, Path... files)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node", YOUNG_SPACE, folder.resolve(PeerPrograms.PROGRAM).toString(), side, task));
    for (Path file : files) {
      command.add(file.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    boolean started = false;
    try {
      PeerProcess peer = new PeerProcess(side, process);
      started = true;
      return peer;
    } finally {
      if (!started) {
        process.destroyForcibly();
      }
    }
  }

  /** Of the library and of what runs it. */
  String version() {
    return ready.text("version") + " (Node.js " + ready.text("node") + ")";
  }

  /** Does the task once. */
  Doc run() throws IOException {
    asks.write("run\n");
    asks.flush();
    return answer();
  }

  private Doc answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the program of " + name + " ended before it answered");
    }
    return new Doc(JSON.std.mapFrom(line));
  }

  @Override
  public void close() throws IOException {
    asks.close();
    process.onExit().join();
  }
}
