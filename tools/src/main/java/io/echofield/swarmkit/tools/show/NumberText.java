package io.echofield.swarmkit.tools.show;

import java.util.Locale;

/** Numbers for people: three digits that count, thousands apart. Pure. */
public final class NumberText {
  private NumberText() {}

  /** {@code 34,356}, {@code 52.1}, {@code 0.94}, {@code 2}. */
  public static String of(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return decimals == 0 ? text : text.replaceAll("\\.?0+$", "");
  }
}
