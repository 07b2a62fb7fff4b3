package io.echofield.swarmkit.core.id;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The human name of a node.
 *
 * <p>1 to 32 characters of {@code [a-z0-9-]}, not starting with a hyphen: one rule that fits a
 * topic level, a file name, an MQTT client id and a metrics label.
 */
public record NodeId(String text) implements Comparable<NodeId> {
  public static final int CHARACTERS_MAX = 32;
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public NodeId {
    if (!isLegal(text)) {
      throw new IllegalArgumentException(
          "node id must match " + LEGAL + " but was \"" + text + "\"");
    }
  }

  public static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }

  /**
   * The nearest legal name to a host name: lower case, illegal characters as hyphens, cut to
   * length; "node" if nothing is left.
   */
  public static NodeId nearest(String hostName) {
    String legal =
        hostName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
    String cut = legal.substring(0, Math.min(legal.length(), CHARACTERS_MAX));
    return new NodeId(cut.isEmpty() ? "node" : cut);
  }

  @Override
  public int compareTo(NodeId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
