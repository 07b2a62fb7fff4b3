package io.echofield.swarmkit.tools.show;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that was probably meant. */
public final class Nearest {
  /** More changed letters than this, or than half of the word, and it is another word. */
  private static final int DISTANCE_MAX = 3;

  private Nearest() {}

  /** A word that only lacks its end comes before one with other letters. */
  public static Optional<String> of(String typed, Collection<String> known) {
    return known.stream()
        .filter(word -> word.startsWith(typed) || isNear(typed, word))
        .min(
            Comparator.<String>comparingInt(word -> word.startsWith(typed) ? 0 : 1)
                .thenComparingInt(word -> distance(typed, word)));
  }

  private static boolean isNear(String typed, String word) {
    return distance(typed, word) <= Math.min(DISTANCE_MAX, typed.length() / 2);
  }

  /** Letters to insert, remove, change, or swap with their neighbour. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
