package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.tools.bench.FrameLog.Kind;
import io.echofield.swarmkit.tools.bench.FrameLog.Said;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All bytes of two nodes that were cut apart, from the moment the link is up until both hold the
 * same, after one of them got status writes meanwhile.
 *
 * <p>A field change is one status write: a task that is now RUNNING, with the head signature of its
 * author over all of them. The health document does not count, it is for people. A peer changes a
 * status and its time, and exchanges what its documentation says: Yjs and Loro a version and a
 * difference each way, Automerge the messages of its sync protocol.
 */
final class PartitionSync implements Benchmark {
  /** All frames. */
  static final Metric BYTES = new Metric("all", "bytes", LOWER);

  /** The same without beacons, which come at their time whether something was changed or not. */
  static final Metric WITHOUT_BEACONS = new Metric("without beacons", "bytes", LOWER);

  static final Metric ENTRIES_BYTES = new Metric("entries", "bytes", LOWER);
  static final Metric TIME = new Metric("time", "s", LOWER);

  private static final List<String> PEERS = List.of(Peers.YJS, Peers.LORO, Peers.AUTOMERGE);

  /** Of a peer's program. */
  private static final String TASK = "sync";

  /** Fields changed; what we aim at, in times of the best of Yjs and Loro. */
  private record Size(int changes, double goal) {
    String workload() {
      return changes + " changed";
    }
  }

  private static final List<Size> SIZES =
      List.of(new Size(10, 1.5), new Size(100, 1.1), new Size(1_000, 1.0));

  private static final Set<Kind> BEACONS = EnumSet.of(Kind.BEACON, Kind.DIGEST, Kind.STATUS);

  private static final int WRITERS = 8;
  private static final double MILLIS = 1_000;

  private static final Parameter TASKS =
      new Parameter("tasks", "tasks that both sides hold", 10_000, 10_000, 1_000_000);

  @Override
  public String name() {
    return "partition-sync";
  }

  @Override
  public String measures() {
    return "Bytes of both sides from link up to equal fingerprints after status writes on one side"
        + " of a cut; of peers the bytes of their messages, without any frame or MAC.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(TASKS);
  }

  @Override
  public Plan prepare(Values values, Path folder) throws Exception {
    int tasks = values.getInt(TASKS);
    Peers peers = peers(tasks, folder);
    AtomicLong seed = new AtomicLong();
    List<Target> targets = new ArrayList<>();
    List<Trial> trials = new ArrayList<>();
    for (Size size : SIZES) {
      Series ours = new Series(size.workload(), Trial.OURS, BYTES);
      if (peers.has(Peers.YJS, Peers.LORO)) {
        targets.add(
            Target.times(
                size.goal(),
                ours,
                new Series(size.workload(), Peers.YJS, BYTES),
                new Series(size.workload(), Peers.LORO, BYTES)));
      }
      trials.add(
          new Trial(
              size.workload(),
              Trial.OURS,
              unused -> run(seed.incrementAndGet(), tasks, size.changes())));
      peers
          .ready()
          .forEach(
              (side, peer) ->
                  trials.add(new Trial(size.workload(), side, unused -> theirs(peer, size))));
    }
    return new Plan(0, trials, targets, peers.versions(), peers.missing(), peers.helpers());
  }

  private static Peers peers(int tasks, Path folder) throws IOException, InterruptedException {
    TaskLoad load = new TaskLoad(1, tasks, WRITERS, false);
    List<Path> files = new ArrayList<>(List.of(Peers.workload(folder, "tasks", load.steps())));
    for (Size size : SIZES) {
      files.add(Peers.workload(folder, size.workload(), load.started(0, size.changes())));
    }
    return Peers.start(
        PeerPrograms.ofDistribution(System.getenv()), PEERS, TASK, files.toArray(Path[]::new));
  }

  /** A peer's program does all sizes each time; one is taken. */
  private static List<Reading> theirs(PeerProcess peer, Size size) throws IOException {
    Doc answer =
        peer.run().docs("rounds").stream()
            .filter(round -> round.number("changes") == size.changes())
            .findFirst()
            .orElseThrow();
    return List.of(new Reading(BYTES, answer.real("bytes")));
  }

  static List<Reading> run(long seed, int tasks, int changes) {
    SyncPair pair = new SyncPair(seed, SyncPair.LAN);
    List<Signer> members = pair.otherMembers(WRITERS);
    TaskLoad load = new TaskLoad(seed, tasks, WRITERS, false);
    TaskLoad.Writers writers = new TaskLoad.Writers(pair.codec(), members);
    pair.startWith(writers.write(load.steps()));
    List<Entry> news = writers.write(load.started(0, changes));
    pair.cutAndWrite(news, members.get(0));
    pair.log.clear();
    pair.whole.heal(pair.cell);
    long millis = pair.until(() -> pair.swarm.converged());
    pair.show();
    List<Said> all = pair.log.all();
    List<Said> entries = pair.log.of(FrameLog.PAYLOAD);
    return List.of(
        new Reading(BYTES, FrameLog.bytes(all)),
        new Reading(
            WITHOUT_BEACONS,
            FrameLog.bytes(pair.log.where(said -> !BEACONS.contains(said.kind())))),
        new Reading(ENTRIES_BYTES, FrameLog.bytes(entries)),
        new Reading(TIME, millis / MILLIS));
  }
}
