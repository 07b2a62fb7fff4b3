package io.echofield.swarmkit.core.id;

import java.util.regex.Pattern;

/**
 * The configured name of a link: 1 to 32 characters of {@code [a-z0-9-]}, not starting with a
 * hyphen.
 */
public record LinkName(String text) implements Comparable<LinkName> {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public LinkName {
    if (!LEGAL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "link name must match " + LEGAL + " but was \"" + text + "\"");
    }
  }

  @Override
  public int compareTo(LinkName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
