package io.echofield.swarmkit.app;

import io.echofield.swarmkit.app.AgentFlags.Flag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A configuration file that was found.
 *
 * @param label as the user knows it, for fault lines
 * @param path absolute
 */
record ConfigFile(String label, Path path) {
  /** The environment's variable that names a file. */
  static final String VARIABLE = "ECHOFIELD_CONFIG";

  static final String NAME = "echo_config.yaml";

  /** A longer file is refused unread. */
  static final int BYTES_MAX = 65_536;

  /**
   * The file to read: the one that a flag or the environment names, which must be there, else the
   * first of those in the working folder and the system's.
   */
  static Optional<ConfigFile> find(AgentFlags flags, Surroundings surroundings, Faults faults) {
    Optional<String> named = flags.last(Flag.CONFIG);
    if (named.isPresent()) {
      return named(named.get(), Origin.flag(Flag.CONFIG.text()), surroundings, faults);
    }
    Optional<String> variable = surroundings.variable(VARIABLE);
    if (variable.isPresent()) {
      return named(variable.get(), Origin.environment(VARIABLE), surroundings, faults);
    }
    Path here = surroundings.workingFolder().resolve(NAME);
    if (Files.exists(here)) {
      return Optional.of(new ConfigFile(NAME, here));
    }
    Path system = surroundings.systemConfig();
    return Files.exists(system)
        ? Optional.of(new ConfigFile(system.toString(), system))
        : Optional.empty();
  }

  private static Optional<ConfigFile> named(
      String text, Origin at, Surroundings surroundings, Faults faults) {
    return Texts.path(text, surroundings.workingFolder(), surroundings.homeFolder())
        .fold(
            path -> {
              if (Files.isRegularFile(path)) {
                return Optional.of(new ConfigFile(text, path));
              }
              faults.add(
                  at,
                  Files.exists(path)
                      ? Wording.shown(text) + " is no file; name a file"
                      : "there is no file "
                          + Wording.shown(text)
                          + "; correct the path, or make one with: echofield config init");
              return Optional.empty();
            },
            reason -> {
              faults.add(at, reason);
              return Optional.empty();
            });
  }

  /** Its settings; empty if it cannot be used as a whole, which is told. */
  Optional<Layer> read(Surroundings surroundings, Faults faults) {
    return text(faults)
        .flatMap(text -> YamlReader.read(label, text, faults))
        .map(
            content ->
                FileReader.read(content, path.getParent(), surroundings.homeFolder(), faults));
  }

  private Optional<String> text(Faults faults) {
    try (InputStream stream = Files.newInputStream(path)) {
      byte[] bytes = stream.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        faults.add(
            Origin.file(label), "more than " + BYTES_MAX + " bytes; is this a configuration file?");
        return Optional.empty();
      }
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      faults.add(Origin.file(label), "not text in UTF-8; save it in that encoding");
    } catch (IOException e) {
      faults.add(
          Origin.file(label),
          "cannot be read (" + e.getClass().getSimpleName() + "); check its rights");
    }
    return Optional.empty();
  }
}
