package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.LinkName;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What one folder link needs to know.
 *
 * @param folder made at the first start if it is missing, never later: a stick that was pulled must
 *     not become a folder of the disk
 * @param root folder of the swarm inside, {@code [a-z0-9-]{1,8}}, as the first topic level on a
 *     broker
 * @param pollMillis how often other nodes' files are looked for, 10 to 86,400,000
 */
public record DropLinkSettings(LinkName name, Path folder, String root, long pollMillis) {
  private static final Pattern ROOT = Pattern.compile("[a-z0-9-]{1,8}");
  private static final long POLL_MILLIS_MIN = 10;
  private static final long POLL_MILLIS_MAX = 86_400_000;

  public DropLinkSettings {
    if (!ROOT.matcher(root).matches()) {
      throw new IllegalArgumentException(
          "swarm name must match " + ROOT + " but was \"" + root + "\"");
    }
    if (pollMillis < POLL_MILLIS_MIN || pollMillis > POLL_MILLIS_MAX) {
      throw new IllegalArgumentException(
          "poll interval must be 10 ms to 1 day but was " + pollMillis + " ms");
    }
  }
}
