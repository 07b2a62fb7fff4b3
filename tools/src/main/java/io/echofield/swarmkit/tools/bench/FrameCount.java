package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Frames that nodes hand to links while this watches, whole with their MAC, by kind. One thread.
 */
final class FrameCount implements SwarmWatcher {
  /** Kinds that carry what is lacking; the others find out what that is. */
  static final SortedSet<String> CONTENT =
      new TreeSet<>(List.of("delta", "entries", "frag", "headsigmessage"));

  private final VirtualSwarm swarm;
  private final SortedMap<String, Long> bytes = new TreeMap<>();
  private final SortedMap<String, Long> frames = new TreeMap<>();

  FrameCount(VirtualSwarm swarm) {
    this.swarm = swarm;
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    String kind =
        swarm
            .decode(frame)
            .fold(
                good -> good.message().getClass().getSimpleName(),
                reason -> {
                  throw new IllegalStateException("a node sent a bad frame: " + reason);
                })
            .toLowerCase(Locale.ROOT);
    bytes.merge(kind, (long) frame.size(), Long::sum);
    frames.merge(kind, 1L, Long::sum);
  }

  long bytes() {
    return sum(bytes, new TreeSet<>());
  }

  long frames() {
    return sum(frames, new TreeSet<>());
  }

  /** Of the frames that carry no entries and no signatures. */
  long digestBytes() {
    return sum(bytes, CONTENT);
  }

  long digestFrames() {
    return sum(frames, CONTENT);
  }

  /** Bytes of each kind. */
  List<Reading> byKind() {
    List<Reading> readings = new ArrayList<>();
    bytes.forEach(
        (kind, some) -> readings.add(new Reading(new Metric("as " + kind, "bytes", LOWER), some)));
    return readings;
  }

  private static long sum(SortedMap<String, Long> numbers, SortedSet<String> without) {
    return numbers.entrySet().stream()
        .filter(entry -> !without.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
