package io.echofield.swarmkit.tools.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the numbers were measured on. */
public final class Machine {
  private static final String UNKNOWN = "unknown";

  private Machine() {}

  /**
   * For programs.
   *
   * @param folder on the file system that is measured
   */
  public static Map<String, Object> document(Path folder) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    document.put("java_flags", flags(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    document.put("os", value(Path.of("/etc/os-release"), "PRETTY_NAME", "="));
    document.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    document.put("cpus", Runtime.getRuntime().availableProcessors());
    document.put("cpu", value(Path.of("/proc/cpuinfo"), "model name", ":"));
    document.put("file_system", Files.getFileStore(folder).type());
    return document;
  }

  /** Those that change speed; paths and properties are of this machine alone. */
  static String flags(List<String> arguments) {
    return arguments.stream()
        .filter(flag -> flag.startsWith("-X") && !flag.contains("/") && !flag.startsWith("-Xlog"))
        .collect(Collectors.joining(" "));
  }

  /** One-minute load average; negative where the system has none. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String value(Path file, String key, String between) {
    return firstValue(read(file), key, between).orElse(UNKNOWN);
  }

  /** What follows a key on the first line that begins with it, without quotes. */
  static Optional<String> firstValue(List<String> lines, String key, String between) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.contains(between))
        .map(line -> line.substring(line.indexOf(between) + between.length()))
        .map(value -> value.replace("\"", "").strip())
        .findFirst();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      // Not this kind of system.
      return List.of();
    }
  }
}
