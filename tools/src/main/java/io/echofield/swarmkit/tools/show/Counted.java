package io.echofield.swarmkit.tools.show;

/** How many there are of something, for people. */
public final class Counted {
  private Counted() {}

  /** {@code 1 schedule}, {@code 2 schedules}, {@code 3 entries}, {@code 0 batches}. */
  public static String of(long count, String noun) {
    if (count == 1) {
      return "1 " + noun;
    } else if (noun.endsWith("y")) {
      return count + " " + noun.substring(0, noun.length() - 1) + "ies";
    }
    return count + " " + noun + (noun.endsWith("ch") ? "es" : "s");
  }
}
