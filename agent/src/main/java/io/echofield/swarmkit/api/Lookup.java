package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.health.PeerView;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Member;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.SwarmNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds what people mean by a name or the first digits of an id. Called on the node's thread. */
final class Lookup {
  private static final Pattern TASK_PREFIX = Pattern.compile("[0-9a-f]{4,32}");
  private static final int KEY_DIGITS = 2 * TaskKey.BYTES;

  /** Two are enough to say that more digits are needed; a few more tell how many there are. */
  private static final int FOUND_MAX = 8;

  private final SwarmNode node;

  Lookup(SwarmNode node) {
    this.node = node;
  }

  /** A task, or the answer that says why none is meant. */
  record Found(Optional<TaskView> task, Optional<ApiAnswer> error) {}

  /**
   * The task whose id begins so.
   *
   * @throws IllegalArgumentException if that is not the beginning of an id
   */
  Found task(String typed) {
    String prefix = typed.toLowerCase(Locale.ROOT);
    if (!TASK_PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a task id is 4 to 32 hex digits, but this is \"" + prefix + "\"");
    }
    List<TaskView> found = new ArrayList<>();
    String digits = prefix.substring(0, Math.min(prefix.length(), KEY_DIGITS));
    for (TaskKey key : node.ledger().reader().tasksByHexPrefix(digits, FOUND_MAX)) {
      node.ledger()
          .task(key)
          .filter(view -> view.id().toString().startsWith(prefix))
          .ifPresent(found::add);
    }
    if (found.isEmpty()) {
      return error(Exit.FAILED, "no task " + prefix + " in this ledger", "echofield task list");
    } else if (found.size() > 1) {
      return error(Exit.USAGE, found.size() + " tasks begin with " + prefix, "type more digits");
    }
    return new Found(Optional.of(found.get(0)), Optional.empty());
  }

  private static Found error(int exit, String what, String next) {
    return new Found(Optional.empty(), Optional.of(ApiAnswer.error(exit, what, next)));
  }

  /**
   * The node of this name or key.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  Author node(String name, NodeId own) {
    if (name.equals(own.text())) {
      return node.self();
    }
    SortedSet<Author> found = new TreeSet<>();
    SortedSet<String> known = new TreeSet<>();
    known.add(own.text());
    for (Member member : node.roster().members()) {
      known.add(member.name().text());
      if (member.name().text().equals(name)) {
        found.add(member.author());
      }
    }
    for (PeerView view : node.board().views(System.currentTimeMillis())) {
      Optional<Peer> peer = view.peer();
      peer.ifPresent(p -> known.add(p.name()));
      peer.filter(p -> p.name().equals(name) || p.author().toString().equals(name))
          .ifPresent(p -> found.add(p.author()));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no node \"" + name + "\" has been heard of; known: " + String.join(", ", known));
    } else if (found.size() > 1) {
      throw new IllegalArgumentException(
          "two keys use the name \"" + name + "\": say its key, see echofield node list");
    }
    return found.first();
  }
}
