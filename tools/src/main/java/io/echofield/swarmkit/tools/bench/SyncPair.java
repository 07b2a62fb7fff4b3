package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Proofs;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Two real nodes on one virtual link that keeps nothing, and every frame between them.
 *
 * <p>They compress as agents do, so the bytes are those of this machine's zlib.
 *
 * <p>One can be set back to an older store, so that it lacks what the other takes for delivered:
 * then no outbox brings it and comparison must.
 */
final class SyncPair {
  /** A LAN whose medium keeps nothing for late readers. */
  static final LinkLimits LAN = new LinkLimits(LinkLimits.LAN_FRAME_BYTES, false, 262_144);

  private static final int IMPORTED_AT_ONCE = 4_096;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  final VirtualSwarm swarm;
  final VirtualCell cell;

  /** Holds everything. */
  final VirtualNode whole;

  /** Lacks something once it was set back. */
  final VirtualNode lacking;

  final FrameLog log = new FrameLog();

  private List<List<Write>> backup = List.of();

  SyncPair(long seed, LinkLimits limits) {
    swarm = VirtualSwarm.closed(seed);
    swarm.tamper(new Compressing());
    cell = swarm.cell("link", limits);
    whole = swarm.node("whole", cell);
    lacking = swarm.node("lacking", cell);
    swarm.watch(log);
  }

  private static final class Compressing implements Tamper {
    @Override
    public NodeParts parts(VirtualNode node, NodeParts parts) {
      return new NodeParts(
          parts.hash(),
          parts.entryCodec(),
          node.swarm().frames(node.author()).compressing(),
          parts.signer(),
          parts.verifier(),
          parts.authorityKey(),
          parts.reader(),
          parts.gate(),
          parts.random());
    }
  }

  EntryCodec codec() {
    return swarm.parts().codec();
  }

  /** Both start with these entries and know of each other that they hold them. */
  void startWith(List<Entry> common) {
    cell.vanish();
    whole.start();
    lacking.start();
    importAll(whole, common);
    importAll(lacking, common);
    cell.appear();
    settle();
  }

  private static void importAll(VirtualNode node, List<Entry> entries) {
    for (int from = 0; from < entries.size(); from += IMPORTED_AT_ONCE) {
      int to = Math.min(entries.size(), from + IMPORTED_AT_ONCE);
      node.importEntries(entries.subList(from, to));
    }
  }

  /** Members of the swarm that are nowhere: only what they wrote is. Before the start. */
  List<Signer> otherMembers(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> swarm.node("member-" + number).keys())
        .toList();
  }

  /** The whole node gets these and takes them for delivered; the other one has lost them. */
  void setBackBehind(List<Entry> news) {
    backup = lacking.backup();
    importAll(whole, news);
    setBackAgain();
  }

  /** The other one has lost the same again. */
  void setBackAgain() {
    settle();
    // Its session goes on, or the other one would take what it says for old.
    Write session = new Write.Counter(Write.Counter.Name.SESSION, lacking.core().session());
    List<List<Write>> older = new ArrayList<>(backup);
    older.add(List.of(session));
    lacking.crash();
    lacking.restore(older);
    log.clear();
    lacking.start();
  }

  /** The link of the whole node is cut, and it gets these. */
  void cutAndWrite(List<Entry> news) {
    whole.cut(cell);
    swarm.run(MINUTE_MILLIS);
    importAll(whole, news);
    swarm.run(MINUTE_MILLIS);
  }

  /** The same for entries of one log, with their author's proof. */
  void cutAndWrite(List<Entry> news, Signer author) {
    cutAndWrite(news);
    LogState state = whole.core().ledger().log(news.get(0).log());
    SwarmParts parts = swarm.parts();
    Proofs proofs =
        new Proofs(
            parts.hash(),
            whole.core().ledger(),
            parts.book(author),
            parts.keys().verifier(),
            author);
    Bytes chain = proofs.chainAt(state.log(), state.maxSeq()).orElseThrow();
    Bytes signature = author.sign(parts.hash().headSignInput(state.log(), state.maxSeq(), chain));
    HeadSig proof = new HeadSig(state.log(), state.maxSeq(), chain, signature, Bytes.EMPTY);
    whole.command(new Command.ImportEntries(List.of(), List.of(proof)));
  }

  /** Until both hold the same and owe nothing. */
  private void settle() {
    until(() -> swarm.converged() && owesNothing(whole) && owesNothing(lacking));
    // Long enough that each has heard the other say so.
    swarm.run(cell.limits().radio() ? 2 * HOUR_MILLIS : MINUTE_MILLIS);
  }

  private boolean owesNothing(VirtualNode node) {
    return node.link(cell).owed() == 0;
  }

  /** As {@link FrameLog#show}. */
  void show() {
    log.show();
  }

  boolean sameLive() {
    return whole.core().ledger().live().equals(lacking.core().ledger().live());
  }

  /**
   * Lets time pass until something holds.
   *
   * @return the milliseconds it took
   * @throws IllegalStateException if it does not hold within a day
   */
  long until(BooleanSupplier holds) {
    long took = swarm.runUntil(holds, DAY_MILLIS);
    if (took < 0) {
      throw new IllegalStateException("two nodes did not become equal within a day");
    }
    return took;
  }
}
