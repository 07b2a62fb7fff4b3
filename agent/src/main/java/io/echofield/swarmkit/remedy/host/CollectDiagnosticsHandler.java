package io.echofield.swarmkit.remedy.host;

import io.echofield.swarmkit.remedy.RemediationHandler;
import io.echofield.swarmkit.remedy.RemedyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Writes down how the machine and the node are: a text file in {@code diagnostics/} of the data
 * folder.
 *
 * <p>No configuration, no keys, no environment, no command lines: nothing that may be a secret. The
 * newest {@value #FILES_MAX} files are kept.
 */
public final class CollectDiagnosticsHandler implements RemediationHandler {
  public static final String NAME = "collect-diagnostics";
  public static final String FOLDER = "diagnostics";

  /** When there are more files, the oldest go. */
  static final int FILES_MAX = 10;

  /** Longest file in characters; the rest is cut off. */
  static final int FILE_CHARACTERS_MAX = 65_536;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final long MEGABYTE = 1_000_000;

  private final Path dataFolder;
  private final InstantSource clock;
  private final Supplier<String> nodeSummary;

  /**
   * A handler.
   *
   * @param nodeSummary what the node says of itself, any lines; called from the worker thread
   */
  public CollectDiagnosticsHandler(
      Path dataFolder, InstantSource clock, Supplier<String> nodeSummary) {
    this.dataFolder = dataFolder;
    this.clock = clock;
    this.nodeSummary = nodeSummary;
  }

  @Override
  public String run(SortedMap<String, String> parameters, boolean dryRun, long deadlineNanos)
      throws RemedyException {
    Parameters.only(parameters);
    Path folder = dataFolder.resolve(FOLDER);
    Instant now = clock.instant();
    Path file = folder.resolve("diagnostics-" + STAMP.format(now) + ".txt");
    if (dryRun) {
      return OneLine.result("would write " + file);
    }
    try {
      Files.createDirectories(folder);
      String text = text(now);
      Path temporary = folder.resolve("new.part");
      Files.writeString(temporary, text.substring(0, Math.min(text.length(), FILE_CHARACTERS_MAX)));
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      dropOldest(folder);
    } catch (IOException e) {
      throw new RemedyException("cannot write diagnostics to " + folder, e);
    }
    return OneLine.result("wrote " + file);
  }

  private String text(Instant now) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    FileStore store = Files.getFileStore(dataFolder);
    StringBuilder text = new StringBuilder();
    text.append("time: ").append(now).append('\n');
    text.append("system: ").append(property("os.name")).append(' ');
    text.append(property("os.version")).append(' ').append(property("os.arch")).append('\n');
    text.append("java: ").append(property("java.vendor")).append(' ');
    text.append(property("java.version")).append('\n');
    text.append("cores: ").append(runtime.availableProcessors()).append('\n');
    text.append("heap_mb: ").append((runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
    text.append(" of ").append(runtime.maxMemory() / MEGABYTE).append('\n');
    text.append("threads: ").append(Thread.activeCount()).append('\n');
    text.append("disk_free_mb: ").append(store.getUsableSpace() / MEGABYTE);
    text.append(" of ").append(store.getTotalSpace() / MEGABYTE).append('\n');
    for (String kernel :
        List.of("uptime", "loadavg", "meminfo", "pressure/memory", "pressure/io")) {
      Path file = Path.of("/proc").resolve(kernel);
      if (Files.isReadable(file)) {
        text.append("--- ").append(file).append('\n');
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.append("--- node\n").append(nodeSummary.get()).append('\n').toString();
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static void dropOldest(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "diagnostics-*.txt")) {
      found.forEach(files::add);
    }
    // The names begin with the time, so their order is the order of age.
    Collections.sort(files);
    for (Path old : files.subList(0, Math.max(0, files.size() - FILES_MAX))) {
      Files.deleteIfExists(old);
    }
  }
}
