package io.echofield.swarmkit.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The commented sample of a configuration file. It says what holds anyway. */
public final class ConfigTemplate {
  private static final String RESOURCE = ConfigFile.NAME;

  private ConfigTemplate() {}

  public static String text() {
    try (InputStream stream = ConfigTemplate.class.getResourceAsStream(RESOURCE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " is part of this program", e);
    }
  }

  /**
   * Writes the sample.
   *
   * @throws FileAlreadyExistsException if there is a file already, which is left as it is; its
   *     message is a line for the user
   * @throws IOException if it cannot be written
   */
  public static void write(Path file) throws IOException {
    try {
      Files.writeString(file, text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      FileAlreadyExistsException told =
          new FileAlreadyExistsException(
              file.toString(),
              null,
              "is there already and was left as it is; name another file, or move it away");
      told.initCause(e);
      throw told;
    }
  }
}
