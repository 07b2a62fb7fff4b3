package io.echofield.swarmkit.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Words of fault lines. */
final class Wording {
  /** A longer text of the user is shown cut. */
  private static final int SHOWN_CHARACTERS_MAX = 60;

  private Wording() {}

  /** The user's text in backticks: one line, no control characters, cut. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    boolean cut = line.length() > SHOWN_CHARACTERS_MAX;
    return "`" + (cut ? line.substring(0, SHOWN_CHARACTERS_MAX) + "..." : line) + "`";
  }

  /** The known word that takes the fewest changes; the first of equals, empty if none is known. */
  static Optional<String> nearest(String word, Collection<String> known) {
    String plain = plain(word);
    return known.stream().min(Comparator.comparingInt(other -> edits(plain, plain(other))));
  }

  /** {@code nodeId}, {@code node-id} and {@code NODE_ID} are meant as {@code node_id}. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** Levenshtein distance: insertions, deletions and replacements of one character. */
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
