package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.ScenarioException;
import io.echofield.swarmkit.tools.sim.Stories;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A scenario that comes with the program, by its name, or else one of a file. */
final class NamedScenario {
  private static final String LISTED = "echofield sim list names those that come with this program";

  private NamedScenario() {}

  /**
   * Reads it.
   *
   * @throws Failure if there is none, or if it means nothing
   */
  static Scenario read(String name) {
    return Stories.scenario(name).orElseGet(() -> file(name));
  }

  private static Scenario file(String name) {
    Path file = Path.of(name);
    if (!Files.isReadable(file)) {
      throw new Failure(Exit.USAGE, "there is no scenario and no file " + name, LISTED);
    }
    if (Files.isDirectory(file)) {
      throw new Failure(Exit.USAGE, name + " is a folder and no scenario", LISTED);
    }
    try {
      return Scenario.of(name, Files.readString(file));
    } catch (ScenarioException e) {
      throw meaningless(e);
    } catch (CharacterCodingException e) {
      throw new Failure(Exit.USAGE, name + " is no text in UTF-8", LISTED, e);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "cannot read " + name + ": " + e.getMessage(), "", e);
    }
  }

  static Failure meaningless(ScenarioException e) {
    return new Failure(
        Exit.USAGE, e.getMessage(), "the simulator's chapter of tools/README.md has all forms", e);
  }

  /** The name as a shell takes it for one word. */
  static String quoted(String name) {
    return name.matches("[\\w@%+:,./-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }
}
