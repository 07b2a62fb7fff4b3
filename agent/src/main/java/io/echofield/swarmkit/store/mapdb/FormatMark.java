package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the folder's layout, in a file of its own that is read before anything else is
 * touched: a line with the version, for every program to come, and a line that covers it.
 *
 * <p>The rule: a program reads its own version and every released one before it, and writes its
 * own. The first start that finds an older one makes the folder new step by step and changes the
 * mark last; until then the older program can still open it. A newer version is refused, never
 * guessed at. Version 1 was never released.
 */
final class FormatMark {
  static final int VERSION = 2;
  private static final Pattern LINE = Pattern.compile("echofield-store ([0-9]{1,6})\n(?s:.*)");

  private FormatMark() {}

  /** Whether the folder has a mark; one without is new. */
  static boolean isSet(StoreFolder folder) {
    return folder.disk().exists(folder.format());
  }

  static void set(StoreFolder folder) throws IOException {
    folder.replace(folder.format(), text(VERSION));
  }

  static String text(int version) {
    String line = "echofield-store " + version + "\n";
    return line + CheckedText.line(line);
  }

  /** Whether the mark can be read, whatever it says. */
  static boolean isReadable(StoreFolder folder, Rot rot) throws IOException {
    return text(folder, rot).isPresent();
  }

  private static Optional<String> text(StoreFolder folder, Rot rot) throws IOException {
    // Version 1 had no second line.
    return rot.text(
        folder.format(), t -> CheckedText.isWhole(t) || t.equals("echofield-store 1\n"));
  }

  /**
   * Checks that this program knows the layout.
   *
   * @throws StoreException TOO_NEW or DAMAGED
   */
  static void check(StoreFolder folder, Rot rot) throws IOException, StoreException {
    Optional<String> text = text(folder, rot);
    Matcher line = LINE.matcher(text.orElse(""));
    if (!line.matches()) {
      throw StoreFailures.damaged(
          folder.format(), 0, "it does not tell the version of the folder's layout");
    }
    int found = Integer.parseInt(line.group(1));
    if (found > VERSION) {
      throw new StoreException(
          StoreException.Reason.TOO_NEW,
          "the data folder %s has format %d but this program knows formats up to %d: use a newer one"
              .formatted(folder.root(), found, VERSION));
    }
    if (found < VERSION) {
      throw new StoreException(
          StoreException.Reason.DAMAGED,
          "the data folder %s has format %d, which only development versions wrote: move it away"
              .formatted(folder.root(), found));
    }
  }
}
