package io.echofield.swarmkit.tools.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of its own that runs a class of this program with the flags of an agent's JVM.
 *
 * <p>It tells numbers by lines of {@code name value} on its standard output, then the line {@code
 * done}, and ends when its standard input does: with this process at the latest. One thread.
 */
final class ChildJvm implements AutoCloseable {
  /** The flags of an agent, one on each line; set by the launcher, which knows them. */
  static final String FLAGS_PROPERTY = "echofield.agent-flags";

  static final String DONE = "done";

  private final Process process;
  private final Map<String, Double> numbers;

  private ChildJvm(Process process, Map<String, Double> numbers) {
    this.process = process;
    this.numbers = numbers;
  }

  /**
   * Starts it and waits until it is done with its work. What it says on standard error goes where
   * ours goes.
   *
   * @throws IOException if it ends before that
   */
  static ChildJvm run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    boolean done = false;
    try {
      Map<String, Double> numbers = new HashMap<>();
      done = read(process.inputReader(StandardCharsets.UTF_8), numbers);
      if (!done) {
        throw new IOException(
            "the process for \"%s\" ended with code %d"
                .formatted(String.join(" ", arguments), process.waitFor()));
      }
      return new ChildJvm(process, numbers);
    } finally {
      if (!done) {
        process.destroyForcibly();
      }
    }
  }

  private static List<String> flags() throws IOException {
    String flags = System.getProperty(FLAGS_PROPERTY);
    if (flags == null) {
      throw new IOException("the flags of an agent are not known: start this by bin/echofield");
    }
    return flags.lines().filter(flag -> !flag.isBlank()).toList();
  }

  private static boolean read(BufferedReader lines, Map<String, Double> numbers)
      throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals(DONE)) {
      int blank = line.indexOf(' ');
      numbers.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
      line = lines.readLine();
    }
    return line != null;
  }

  /**
   * A number it told.
   *
   * @throws IOException if it did not tell it
   */
  double number(String name) throws IOException {
    Double number = numbers.get(name);
    if (number == null) {
      throw new IOException("the process did not tell \"" + name + "\"");
    }
    return number;
  }

  /** Ends it with SIGKILL, in whatever it is doing, and returns when it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end by itself and waits for that; a killed one has ended. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
