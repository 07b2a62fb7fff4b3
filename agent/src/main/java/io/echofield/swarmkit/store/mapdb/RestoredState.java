package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the state table into what the core keeps in heap. */
final class RestoredState implements Write.Visitor<Boolean> {
  private final List<LogState> logs = new ArrayList<>();
  private final List<TaskKey> due = new ArrayList<>();
  private final SortedMap<LinkName, Long> cursors = new TreeMap<>();
  private final List<Peer> peers = new ArrayList<>();
  private final Map<Write.Counter.Name, Long> counters = new EnumMap<>(Write.Counter.Name.class);
  private LiveDigest live = LiveDigest.EMPTY;

  private RestoredState() {}

  static Restored of(Tables tables, WriteWire codec) {
    RestoredState collected = new RestoredState();
    Iterator<byte[]> states = tables.states();
    while (states.hasNext()) {
      codec
          .decode(Bytes.copyOf(states.next()))
          .fold(
              writes -> writes,
              reason -> {
                throw new UncheckedIOException(
                    new IOException("the state of the node cannot be read: " + reason));
              })
          .forEach(write -> write.accept(collected));
    }
    return new Restored(
        collected.logs,
        collected.live,
        collected.due,
        collected.cursors,
        collected.peers,
        collected.counters,
        tables.lastArrival());
  }

  @Override
  public Boolean append(Write.Append append) {
    throw new IllegalStateException("entries are not state");
  }

  @Override
  public Boolean live(Write.Live decided) {
    throw new IllegalStateException("live lists are not state");
  }

  @Override
  public Boolean log(Write.Log log) {
    return logs.add(log.state());
  }

  @Override
  public Boolean digest(Write.Digest digest) {
    live = digest.live();
    return true;
  }

  @Override
  public Boolean due(Write.Due task) {
    return due.add(task.task());
  }

  @Override
  public Boolean cursor(Write.Cursor cursor) {
    cursors.put(cursor.link(), cursor.arrival());
    return true;
  }

  @Override
  public Boolean putPeer(Write.PutPeer putPeer) {
    return peers.add(putPeer.peer());
  }

  @Override
  public Boolean forgetPeer(Write.ForgetPeer forgetPeer) {
    throw new IllegalStateException("what is forgotten is not stored");
  }

  @Override
  public Boolean counter(Write.Counter counter) {
    counters.put(counter.name(), counter.value());
    return true;
  }
}
