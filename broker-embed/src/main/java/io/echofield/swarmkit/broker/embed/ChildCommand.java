package io.echofield.swarmkit.broker.embed;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the broker child is started: small flags, nothing secret, an environment without surprises.
 */
final class ChildCommand {
  /** Main class of the child; a name, because loading it here would load the broker. */
  static final String MAIN = "io.echofield.swarmkit.broker.embed.BrokerMain";

  /** Heap of the child. When it is not enough the child exits and is restarted. */
  static final int HEAP_MEBIBYTES_MAX = 48;

  private static final int UNSAFE_MEMORY_FLAG_SINCE = 24;
  private static final Set<String> ENVIRONMENT_KEPT =
      Set.of("PATH", "LANG", "LC_ALL", "TZ", "HOME");

  private ChildCommand() {}

  /**
   * The class path of this JVM, and the broker's jars beside it when started from a distribution.
   */
  static String defaultClassPath() {
    String own = System.getProperty("java.class.path");
    String home = System.getProperty("echofield.home");
    if (home == null) {
      return own;
    }
    String lib = home + File.separator + "lib" + File.separator;
    return String.join(File.pathSeparator, own, lib + "*", lib + "broker" + File.separator + "*");
  }

  static List<String> arguments(String classPath, BrokerFolders folders, int javaVersion) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Xss256k",
            "-Xms8m",
            "-Xmn6m",
            "-Xmx" + HEAP_MEBIBYTES_MAX + "m",
            // Give free heap back instead of keeping it for later.
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=15",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ErrorFile=" + folders.temporary().resolve("hs_err.log"),
            "-Dio.netty.allocator.numDirectArenas=1",
            "-Dio.netty.allocator.numHeapArenas=1",
            "-Djava.awt.headless=true",
            // Native libraries are unpacked here, where a killed child's remains are swept up.
            "-Djava.io.tmpdir=" + folders.temporary(),
            "-Djna.tmpdir=" + folders.temporary(),
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8"));
    if (javaVersion >= UNSAFE_MEMORY_FLAG_SINCE) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    arguments.addAll(List.of("-cp", classPath, MAIN));
    return arguments;
  }

  /** Keeps what a JVM needs; in particular the broker reads settings from variables of its own. */
  static void clean(Map<String, String> environment) {
    environment.keySet().retainAll(ENVIRONMENT_KEPT);
    // glibc's default of 8 arenas a core costs more than it brings for a broker of this size.
    environment.put("MALLOC_ARENA_MAX", "2");
  }
}
