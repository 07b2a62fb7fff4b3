package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every frame that nodes of a virtual swarm handed to links since the log was last cleared, also
 * those that got lost.
 *
 * <p>A frame counts with all its bytes, MAC and signature included.
 */
final class FrameLog implements SwarmWatcher {
  /** A system property. */
  private static final String SHOWN = "echofield.bench.frames";

  private final List<Said> said = new ArrayList<>();

  /** What a frame is about; BEACON has three forms. */
  enum Kind {
    /** BEACON by radio without health and leases. */
    DIGEST,
    /** BEACON by radio with health and leases. */
    STATUS,
    BEACON,
    HEAD,
    HEADS,
    RANGES,
    WANT,
    HEADSIG,
    ENTRIES,
    FRAG,
    /** Entries that a medium keeps for late readers. */
    TAIL
  }

  /** What compares: all that is neither a sign of life nor payload. */
  static final Set<Kind> COMPARING = EnumSet.of(Kind.HEAD, Kind.HEADS, Kind.RANGES, Kind.WANT);

  /** What carries entries and their proofs. */
  static final Set<Kind> PAYLOAD = EnumSet.of(Kind.ENTRIES, Kind.FRAG, Kind.HEADSIG, Kind.TAIL);

  /** One frame. */
  record Said(long atMillis, VirtualNode sender, Kind kind, Message message, int bytes) {
    @Override
    public String toString() {
      return "%,9d ms %-8s %-7s %6d B".formatted(atMillis, sender, kind, bytes);
    }
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    VirtualSwarm swarm = node.swarm();
    Message message =
        swarm
            .decode(frame)
            .fold(
                read -> read.message(),
                reason -> {
                  throw new IllegalStateException("a node sent a frame that is refused: " + reason);
                });
    Kind kind = channel == Channel.TAIL ? Kind.TAIL : message.accept(new KindOf(cell));
    said.add(new Said(swarm.nowMillis(), node, kind, message, frame.size()));
  }

  void clear() {
    said.clear();
  }

  /** Every frame on stderr, if whoever looks for a reason has set {@value #SHOWN}. */
  void show() {
    if (Boolean.getBoolean(SHOWN)) {
      said.forEach(System.err::println);
    }
  }

  List<Said> all() {
    return said;
  }

  List<Said> of(Set<Kind> kinds) {
    return where(frame -> kinds.contains(frame.kind()));
  }

  List<Said> where(Predicate<Said> predicate) {
    return said.stream().filter(predicate).toList();
  }

  static long bytes(List<Said> frames) {
    return frames.stream().mapToLong(Said::bytes).sum();
  }

  private record KindOf(VirtualCell cell) implements Message.Visitor<Kind> {
    @Override
    public Kind beacon(Message.Beacon beacon) {
      Kind radio = beacon.health().isPresent() ? Kind.STATUS : Kind.DIGEST;
      return cell.limits().radio() ? radio : Kind.BEACON;
    }

    @Override
    public Kind heads(Message.Heads heads) {
      return Kind.HEADS;
    }

    @Override
    public Kind headSig(Message.HeadSigMessage headSig) {
      return Kind.HEADSIG;
    }

    @Override
    public Kind delta(Message.Delta delta) {
      return Kind.ENTRIES;
    }

    @Override
    public Kind entries(Message.Entries entries) {
      return Kind.ENTRIES;
    }

    @Override
    public Kind ranges(Message.Ranges ranges) {
      return Kind.RANGES;
    }

    @Override
    public Kind want(Message.Want want) {
      return Kind.WANT;
    }

    @Override
    public Kind frag(Message.Frag frag) {
      return Kind.FRAG;
    }

    @Override
    public Kind head(Message.Head head) {
      return Kind.HEAD;
    }
  }
}
