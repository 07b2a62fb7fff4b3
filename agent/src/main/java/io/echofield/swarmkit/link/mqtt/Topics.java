package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import java.util.List;
import java.util.Optional;

/**
 * The topics of one swarm: a pure mapping from a place to a topic and back.
 *
 * <p>At most {@value #TOPIC_BYTES_MAX} bytes and 7 slashes, which is what the narrowest known MQTT
 * proxy of a radio passes.
 *
 * <pre>
 * root/health/node             HEALTH
 * root/beacon/node             BEACON
 * root/ledger/head/node        HEAD
 * root/ledger/tail/node/slot   TAIL
 * root/ledger/delta/node       DELTA
 * root/sync/cell               SYNC
 * </pre>
 */
record Topics(String root, String cell) {
  static final int TOPIC_BYTES_MAX = 59;

  /** Slots of the tail ring. */
  static final int TAIL_SLOTS_MAX = 16;

  /**
   * A place on the broker; {@code writer} is absent on the shared sync topic, {@code slot} is 0
   * outside the tail.
   */
  record Place(Channel channel, Optional<NodeId> writer, int slot) {}

  /**
   * The topic that {@code writer} writes.
   *
   * @throws IllegalArgumentException if the slot is not one of the ring, or not 0 outside the tail
   */
  String topic(Channel channel, int slot, NodeId writer) {
    int slots = channel == Channel.TAIL ? TAIL_SLOTS_MAX : 1;
    if (slot < 0 || slot >= slots) {
      throw new IllegalArgumentException(
          "slot of " + channel + " must be 0 to " + (slots - 1) + " but was " + slot);
    }
    return switch (channel) {
      case HEALTH -> root + "/health/" + writer;
      case BEACON -> root + "/beacon/" + writer;
      case HEAD -> root + "/ledger/head/" + writer;
      case TAIL -> root + "/ledger/tail/" + writer + "/" + slot;
      case DELTA -> root + "/ledger/delta/" + writer;
      case SYNC -> root + "/sync/" + cell;
    };
  }

  /**
   * Where a topic belongs; empty for every topic that this swarm and cell do not use. Total: any
   * text may be given.
   */
  Optional<Place> parse(String topic) {
    if (topic.length() > TOPIC_BYTES_MAX) {
      return Optional.empty();
    }
    List<String> levels = List.of(topic.split("/", -1));
    if (levels.size() < 3 || !levels.get(0).equals(root)) {
      return Optional.empty();
    }
    return levels.get(1).equals("ledger") ? ledger(levels) : top(levels);
  }

  private Optional<Place> top(List<String> levels) {
    if (levels.size() != 3) {
      return Optional.empty();
    }
    String last = levels.get(2);
    return switch (levels.get(1)) {
      case "health" -> place(Channel.HEALTH, last, 0);
      case "beacon" -> place(Channel.BEACON, last, 0);
      case "sync" ->
          last.equals(cell)
              ? Optional.of(new Place(Channel.SYNC, Optional.empty(), 0))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Place> ledger(List<String> levels) {
    boolean slotted = levels.get(2).equals("tail");
    if (levels.size() != (slotted ? 5 : 4)) {
      return Optional.empty();
    }
    String writer = levels.get(3);
    return switch (levels.get(2)) {
      case "head" -> place(Channel.HEAD, writer, 0);
      case "delta" -> place(Channel.DELTA, writer, 0);
      case "tail" -> slot(levels.get(4)).flatMap(slot -> place(Channel.TAIL, writer, slot));
      default -> Optional.empty();
    };
  }

  private static Optional<Place> place(Channel channel, String writer, int slot) {
    return NodeId.isLegal(writer)
        ? Optional.of(new Place(channel, Optional.of(new NodeId(writer)), slot))
        : Optional.empty();
  }

  /**
   * Only the one way in which {@link #topic} writes a slot, so that no two topics mean the same
   * place.
   */
  private static Optional<Integer> slot(String text) {
    for (int slot = 0; slot < TAIL_SLOTS_MAX; slot++) {
      if (text.equals(Integer.toString(slot))) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }
}
