package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.LinkName;
import java.util.List;

/**
 * What the engine knows of a link, for people.
 *
 * @param owed entries that no member heard on this link has shown to hold
 * @param resync the backlog was too long to replay: comparison of heads replaces it
 * @param listeners members heard live since the link came up
 */
public record LinkView(
    LinkName name, boolean up, long owed, long cursor, boolean resync, List<Author> listeners) {
  public LinkView {
    listeners = List.copyOf(listeners);
  }
}
