package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user's machine in a temporary folder. */
final class SettingsFixture {
  final Path work;
  final Path home;
  final Path system;
  final Map<String, String> environment = new HashMap<>();
  String hostName = "Rover.local";

  SettingsFixture(Path folder) {
    work = make(folder.resolve("work"));
    home = make(folder.resolve("home"));
    system = make(folder.resolve("etc")).resolve(ConfigFile.NAME);
  }

  Surroundings surroundings() {
    return new Surroundings(environment, work, home, hostName, system);
  }

  /** Writes the file that is found in the working folder. */
  SettingsFixture file(String yaml) {
    write(work.resolve(ConfigFile.NAME), yaml);
    return this;
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SettingsResult load(AgentFlags flags) {
    return new SettingsLoader(surroundings()).load(flags);
  }

  /** What was loaded; fails with the faults if there are any. */
  SettingsResult.Loaded loaded(AgentFlags flags) {
    SettingsResult result = load(flags);
    assertThat(faults(result)).isEmpty();
    return (SettingsResult.Loaded) result;
  }

  Settings settings(AgentFlags flags) {
    return loaded(flags).settings();
  }

  Settings settings(String yaml) {
    return file(yaml).settings(AgentFlags.none());
  }

  List<String> faults(AgentFlags flags) {
    return faults(load(flags));
  }

  static List<String> faults(SettingsResult result) {
    return result.fold(
        loaded -> List.of(), faulty -> faulty.faults().stream().map(Fault::line).toList());
  }
}
