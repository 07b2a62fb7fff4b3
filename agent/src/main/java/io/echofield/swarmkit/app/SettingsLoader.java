package io.echofield.swarmkit.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the settings of an agent: flags win over a file, and a file over defaults.
 *
 * <p>The file is the one of {@code --config}, else of {@code $ECHOFIELD_CONFIG}, else {@code
 * echo_config.yaml} in the working folder, else the system's. All faults are told at once. Reads
 * files, changes none.
 */
public final class SettingsLoader {
  private final Surroundings surroundings;

  public SettingsLoader(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Reads the settings; never throws for what a user wrote. */
  public SettingsResult load(AgentFlags flags) {
    Faults faults = new Faults();
    List<String> notices = new ArrayList<>();
    Layer typed = FlagReader.read(flags, surroundings, faults);
    Optional<ConfigFile> file = ConfigFile.find(flags, surroundings, faults);
    Layer written = file.flatMap(found -> found.read(surroundings, faults)).orElseGet(Layer::new);
    SettingsChoice choice = new SettingsChoice(typed, written, surroundings, faults, notices);
    Settings settings = choice.settings();
    return faults.isEmpty()
        ? new SettingsResult.Loaded(settings, notices, choice.chosen(), file.map(ConfigFile::path))
        : new SettingsResult.Faulty(faults.inOrder());
  }
}
