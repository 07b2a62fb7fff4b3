package io.echofield.swarmkit.core.id;

import java.util.regex.Pattern;

/**
 * The name of an allow-listed action: 1 to 32 characters of {@code [a-z0-9-]}, not starting with a
 * hyphen.
 */
public record ActionName(String text) implements Comparable<ActionName> {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public ActionName {
    if (!isLegal(text)) {
      throw new IllegalArgumentException(
          "action name must match " + LEGAL + " but was \"" + text + "\"");
    }
  }

  public static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }

  @Override
  public int compareTo(ActionName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
