package io.echofield.swarmkit.tools.field;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that ends when this process does, whatever ends it: a shell before it waits for the end
 * of its own standard input and then asks the program to stop. One thread.
 */
final class FieldProcess implements AutoCloseable {
  private static final long STOP_MILLIS_MAX = 20_000;
  private static final long START_MILLIS_MAX = 5_000;
  private static final long LOOK_MILLIS = 10;
  private static final int LOG_LINES_SHOWN = 5;

  /** Says the program's process id in the first line of its log. */
  private static final String WATCH = "\"$@\" & echo $!; cat >/dev/null; kill $!; wait $!";

  private static final Pattern RESIDENT = Pattern.compile("(?m)^Vm(RSS|HWM):\\s+(\\d+) kB$");
  private static final long KIBIBYTE = 1_024;

  private final String name;
  private final Process shell;
  private final Path log;
  private final long pid;

  private FieldProcess(String name, Process shell, Path log, long pid) {
    this.name = name;
    this.shell = shell;
    this.log = log;
    this.pid = pid;
  }

  /**
   * Starts it.
   *
   * @param log gets everything it says
   * @throws IOException if it cannot be started
   */
  static FieldProcess start(
      String name, List<String> command, Path folder, Path log, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> watched = new ArrayList<>(List.of("sh", "-c", WATCH, "sh"));
    watched.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(watched);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("ECHOFIELD_"));
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process shell = builder.start();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS_MAX);
    String first = "";
    while (first.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS);
      String text = Files.readString(log, StandardCharsets.UTF_8);
      first = text.lines().findFirst().filter(line -> text.indexOf('\n') >= 0).orElse("");
    }
    if (!first.matches("\\d+")) {
      shell.destroyForcibly();
      throw new IOException("cannot start " + name + ": " + first);
    }
    return new FieldProcess(name, shell, log, Long.parseLong(first));
  }

  /**
   * Goes on if it runs.
   *
   * @throws IOException if it has ended; with the last lines that it said
   */
  void check() throws IOException {
    if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      throw new IOException(
          name
              + " ended: "
              + String.join(
                  " | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())));
    }
  }

  /** Physical memory that it has now, in bytes. */
  long residentBytes() throws IOException {
    return status("RSS");
  }

  /** The most that it ever had, in bytes. */
  long residentBytesMost() throws IOException {
    return status("HWM");
  }

  private long status(String which) throws IOException {
    Matcher matcher =
        RESIDENT.matcher(
            Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.UTF_8));
    while (matcher.find()) {
      if (matcher.group(1).equals(which)) {
        return Long.parseLong(matcher.group(2)) * KIBIBYTE;
      }
    }
    throw new IOException("the kernel does not tell the memory of " + name);
  }

  /** Asks it to stop and returns when it and all that it started are gone; kills what stays. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(shell.descendants().toList());
    // Also if somebody killed the shell, so that it is nobody's child any more.
    ProcessHandle.of(pid).filter(program -> !all.contains(program)).ifPresent(all::add);
    all.add(shell.toHandle());
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      shell.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
