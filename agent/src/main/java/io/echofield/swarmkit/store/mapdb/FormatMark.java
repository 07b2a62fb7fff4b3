package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the folder's layout, in a file of its own that is read before anything else is
 * touched.
 *
 * <p>A program reads every version up to its own and writes its own; a newer one is refused, never
 * guessed at.
 */
final class FormatMark {
  static final int VERSION = 1;
  private static final Pattern LINE = Pattern.compile("echofield-store ([0-9]{1,6})\n");

  private FormatMark() {}

  /**
   * Marks a new folder, checks a known one.
   *
   * @throws StoreException TOO_NEW or DAMAGED
   */
  static void check(StoreFolder folder) throws IOException, StoreException {
    Path mark = folder.format();
    if (!Files.exists(mark)) {
      StoreFolder.replace(mark, "echofield-store " + VERSION + "\n");
      return;
    }
    Matcher line = LINE.matcher(Files.readString(mark, StandardCharsets.ISO_8859_1));
    if (!line.matches()) {
      throw StoreFailures.damaged(mark, 0, "it does not tell the version of the folder's layout");
    }
    int found = Integer.parseInt(line.group(1));
    if (found > VERSION) {
      throw new StoreException(
          StoreException.Reason.TOO_NEW,
          "the data folder %s has format %d but this program knows formats up to %d: use a newer one"
              .formatted(folder.root(), found, VERSION));
    }
  }
}
