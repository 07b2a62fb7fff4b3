package io.echofield.swarmkit.core.id;

/**
 * The name of an allow-listed action: 1 to 32 characters of {@code [a-z0-9-]}, not starting with a
 * hyphen.
 */
public record ActionName(String text) implements Comparable<ActionName> {
  private static final String LEGAL = "[a-z0-9][a-z0-9-]{0,31}";
  private static final int CHARACTERS_MAX = 32;

  public ActionName {
    if (!isLegal(text)) {
      throw new IllegalArgumentException(
          "action name must match " + LEGAL + " but was \"" + text + "\"");
    }
  }

  public static boolean isLegal(String text) {
    boolean legal = !text.isEmpty() && text.length() <= CHARACTERS_MAX && text.charAt(0) != '-';
    for (int i = 0; legal && i < text.length(); i++) {
      char c = text.charAt(i);
      legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    return legal;
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
