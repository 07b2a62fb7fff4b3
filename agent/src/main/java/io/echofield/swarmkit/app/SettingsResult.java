package io.echofield.swarmkit.app;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What came of reading flags and files. */
public sealed interface SettingsResult {
  /**
   * All is right.
   *
   * @param notices lines for the user that stop nothing
   * @param chosen by the dotted keys of the structured file, in its order
   * @param file the configuration file that was read, absolute
   */
  record Loaded(
      Settings settings, List<String> notices, Map<String, Chosen> chosen, Optional<Path> file)
      implements SettingsResult {
    public Loaded {
      notices = List.copyOf(notices);
      chosen = Collections.unmodifiableMap(new LinkedHashMap<>(chosen));
    }
  }

  /**
   * Something is wrong.
   *
   * @param faults one or more: flags first, then a file from top to bottom
   */
  record Faulty(List<Fault> faults) implements SettingsResult {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /** Calls the one function that fits. */
  default <R> R fold(Function<Loaded, R> loaded, Function<Faulty, R> faulty) {
    return this instanceof Loaded good ? loaded.apply(good) : faulty.apply((Faulty) this);
  }
}
