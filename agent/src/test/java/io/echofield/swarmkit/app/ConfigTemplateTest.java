package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTemplateTest {
  private static final Path SAMPLE = Path.of("..", "tools", "echo_config.yaml");

  @TempDir Path folder;

  @Test
  void theSampleInToolsIsTheOneThatInitWrites() throws IOException {
    assertThat(Files.readString(SAMPLE)).isEqualTo(ConfigTemplate.text());
  }

  @Test
  void theSampleSaysWhatHoldsAnyway() {
    SettingsFixture machine = new SettingsFixture(folder);
    Settings usual = machine.settings(AgentFlags.none());
    SettingsResult.Loaded sample = machine.file(ConfigTemplate.text()).loaded(AgentFlags.none());
    assertThat(sample.settings()).isEqualTo(usual);
    assertThat(sample.notices()).isEmpty();
  }

  @Test
  void theExamplesOfTheSampleAreRightToo() {
    SettingsFixture machine = new SettingsFixture(folder);
    Settings settings = machine.settings(ConfigTemplate.text().replaceAll("(?m)^#(?! )", ""));
    assertThat(settings.nodeId().text()).isEqualTo("rover-07");
    assertThat(settings.peers()).hasSize(2);
    machine.file(ConfigTemplate.text().replaceAll("(?m)^#(?=\\S|  )", ""));
    Settings whole = machine.settings(AgentFlags.none());
    assertThat(whole.links()).hasSize(3);
    assertThat(whole.remediation().actions()).hasSize(5);
    assertThat(whole.remediation().rules()).hasSize(3);
  }

  @Test
  void theSampleNamesEveryKey() {
    SettingsFixture machine = new SettingsFixture(folder);
    Set<String> all = new TreeSet<>(machine.loaded(AgentFlags.none()).chosen().keySet());
    machine.file(ConfigTemplate.text());
    machine
        .loaded(AgentFlags.none())
        .chosen()
        .forEach(
            (key, chosen) -> {
              if (chosen.origin().kind() == Origin.Kind.FILE) {
                all.remove(key);
              }
            });
    // Shown as examples, and what is built in or for tests only.
    assertThat(all)
        .containsExactlyInAnyOrder(
            "node_id",
            "data_dir",
            "peers",
            "sync.lease",
            "broker.in_process",
            "remediation.actions.notify",
            "remediation.actions.collect-diagnostics",
            "remediation.actions.clean-own-temp");
  }

  @Test
  void initDoesNotOverwrite() throws IOException {
    Path file = folder.resolve("c.yaml");
    ConfigTemplate.write(file);
    assertThat(file).hasContent(ConfigTemplate.text());
    SettingsFixture.write(file, "mine");
    assertThatThrownBy(() -> ConfigTemplate.write(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(
            file + ": is there already and was left as it is; name another file, or move it away");
    assertThat(file).hasContent("mine");
  }
}
