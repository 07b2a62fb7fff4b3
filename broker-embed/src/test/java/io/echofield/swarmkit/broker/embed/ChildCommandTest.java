package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChildCommandTest {
  private final String homeBefore = System.getProperty("echofield.home");

  @AfterEach
  void restore() {
    if (homeBefore == null) {
      System.clearProperty("echofield.home");
    } else {
      System.setProperty("echofield.home", homeBefore);
    }
  }

  @Test
  void argumentsEndWithClassPathAndMainAndHoldNoSettings() {
    List<String> arguments =
        ChildCommand.arguments("a.jar", BrokerFolders.below(Path.of("/x")), 17);
    assertThat(arguments).endsWith("-cp", "a.jar", BrokerMain.class.getName());
    assertThat(arguments).contains("-Djava.io.tmpdir=/x/tmp", "-Xmx48m");
    assertThat(arguments).doesNotContain("--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void newerJavaGetsTheFlagsThatKeepItQuiet() {
    assertThat(ChildCommand.arguments("a", BrokerFolders.below(Path.of("/x")), 25))
        .contains("--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void classPathIsOurOwnAndTheDistributionsIfThereIsOne() {
    String own = System.getProperty("java.class.path");
    System.clearProperty("echofield.home");
    assertThat(ChildCommand.defaultClassPath()).isEqualTo(own);
    System.setProperty("echofield.home", "/opt/ef");
    assertThat(ChildCommand.defaultClassPath())
        .isEqualTo(String.join(File.pathSeparator, own, "/opt/ef/lib/*", "/opt/ef/lib/broker/*"));
  }

  @Test
  void environmentIsCutToWhatAJvmNeeds() {
    Map<String, String> environment =
        new HashMap<>(Map.of("PATH", "/bin", "HIVEMQ_HOME", "/h", "SECRET", "s"));
    ChildCommand.clean(environment);
    assertThat(environment)
        .containsOnly(Map.entry("PATH", "/bin"), Map.entry("MALLOC_ARENA_MAX", "2"));
  }
}
