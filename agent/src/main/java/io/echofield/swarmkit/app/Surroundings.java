package io.echofield.swarmkit.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the process was started in, as far as settings depend on it.
 *
 * @param workingFolder absolute; relative paths of flags begin here
 * @param homeFolder absolute; what {@code ~} stands for
 * @param hostName may be anything
 * @param systemConfig the last configuration file to be looked for
 */
public record Surroundings(
    Map<String, String> environment,
    Path workingFolder,
    Path homeFolder,
    String hostName,
    Path systemConfig) {
  private static final Path SYSTEM_CONFIG = Path.of("/etc/echofield/echo_config.yaml");
  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        homeOfThisProcess(),
        hostNameOfThisMachine(),
        SYSTEM_CONFIG);
  }

  /** What the shell calls home: the JDK's own answer comes from the user list and ignores it. */
  private static Path homeOfThisProcess() {
    String home = System.getenv("HOME");
    String told = home == null || home.isBlank() ? System.getProperty("user.home", "") : home;
    return Path.of(told).toAbsolutePath();
  }

  /** The variable's value; one that is set to nothing counts as not set. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * Not by {@link java.net.InetAddress}: that may ask a name server, and wait for one that is gone.
   */
  private static String hostNameOfThisMachine() {
    try {
      return Files.readString(KERNEL_HOST_NAME).strip();
    } catch (IOException e) {
      // Not Linux: what the shell or Windows say.
      Map<String, String> environment = System.getenv();
      return environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
    }
  }
}
