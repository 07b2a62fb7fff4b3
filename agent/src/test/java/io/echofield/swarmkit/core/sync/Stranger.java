package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whoever has the swarm's key and no program: it says to one node what a test makes it say. */
final class Stranger {
  /** A number of logs that no HEAD names. */
  static final long MANY_LOGS = 1_000;

  private final VirtualNode listener;
  private final VirtualCell cell;
  private final NodeId name;
  private final Author author;
  private long counter;

  Stranger(VirtualNode listener, VirtualCell cell, String name) {
    this.listener = listener;
    this.cell = cell;
    this.name = new NodeId(name);
    this.author = ToyKeys.of(name).author();
  }

  /** So many of them, of whom the listener hears that they hold what it holds. */
  static List<Stranger> heard(VirtualNode listener, VirtualCell cell, int count) {
    List<Stranger> heard =
        IntStream.range(0, count)
            .mapToObj(i -> new Stranger(listener, cell, "stranger-" + i))
            .toList();
    heard.forEach(Stranger::agrees);
    return heard;
  }

  Author author() {
    return author;
  }

  /** Newer than all before. */
  Message.Stamp next() {
    return new Message.Stamp(1, ++counter);
  }

  /** It arrives at once. */
  void says(Channel channel, Message message) {
    says(channel, message, false);
  }

  /** The medium had kept it. */
  void said(Channel channel, Message message) {
    says(channel, message, true);
  }

  private void says(Channel channel, Message message, boolean retained) {
    Bytes frame = listener.swarm().frames(author).encode(message, Optional.empty());
    listener.received(cell, channel, name, retained, frame);
  }

  void brings(List<Entry> entries) {
    says(Channel.DELTA, new Message.Entries(entries));
  }

  void asks(Message.Want.LogRange... ranges) {
    says(Channel.SYNC, new Message.Want(next(), List.of(ranges), List.of(), List.of()));
  }

  void describes(Message.Ranges.Space space, List<Message.Ranges.Range> ranges) {
    Message.Stamp stamp = next();
    says(Channel.SYNC, new Message.Ranges(space, stamp, stamp.counter(), ranges));
  }

  /** It holds what the listener holds now. */
  void agrees() {
    says(Channel.BEACON, beacon(true, true, false));
  }

  /** It holds something else, in many logs. */
  void differs() {
    says(Channel.BEACON, beacon(false, false, false));
  }

  /** What it holds; if not what the listener holds now, it is something else in many logs. */
  Message.Beacon beacon(boolean sameLive, boolean sameHeads, boolean liveOnly) {
    long logs = HeadsRecords.tree(listener.author(), listener.core().ledger()).count();
    return beacon(sameLive, sameHeads, liveOnly, sameHeads ? logs : MANY_LOGS);
  }

  /** The same, whatever number of logs it tells. */
  Message.Beacon beacon(boolean sameLive, boolean sameHeads, boolean liveOnly, long logs) {
    Message.Stamp stamp = next();
    LiveDigest live = listener.core().ledger().live();
    FingerprintTree heads = HeadsRecords.tree(listener.author(), listener.core().ledger());
    return new Message.Beacon(
        stamp,
        live.count(),
        fingerprint(
                Message.Ranges.Space.LIVE,
                stamp,
                new FingerprintTree.Summary(live.count(), live.sum()))
            + (sameLive ? 0 : 1),
        logs,
        fingerprint(
                Message.Ranges.Space.HEADS,
                stamp,
                new FingerprintTree.Summary(heads.count(), heads.sum()))
            + (sameHeads ? 0 : 1),
        1,
        0,
        liveOnly,
        List.of(),
        Optional.empty(),
        "",
        Bytes.EMPTY,
        false);
  }

  private long fingerprint(
      Message.Ranges.Space space, Message.Stamp stamp, FingerprintTree.Summary held) {
    return listener
        .swarm()
        .parts()
        .hash()
        .fingerprint(space.number(), stamp.counter(), held.sum(), held.count());
  }
}
