package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.HIGHER;
import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Verifier;
import io.echofield.swarmkit.security.Ed25519Verifier;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast what others wrote is merged into memory: our ledger, entry by entry, beside Yjs, update
 * by update, and beside Automerge, which gets all changes at once.
 */
final class MergeRate implements Benchmark {
  static final Metric RATE = new Metric("merged", "entries/s", HIGHER);
  static final Metric BYTES = new Metric("carried", "bytes/entry", LOWER);
  static final String MERGE = "merge";
  static final String WITH_SIGNATURES = "with signatures";

  private static final Parameter TASKS =
      new Parameter("tasks", "tasks that are made and run", 10_000, 1, 1_000_000);
  private static final Parameter WRITERS =
      new Parameter("writers", "nodes that make and run them", 8, 1, 64);

  private static final long SEED = 1;
  private static final int WARM_UPS = 3;

  @Override
  public String name() {
    return "merge-rate";
  }

  @Override
  public String measures() {
    return "Writes of several nodes merged in memory, one by one, each hashed with SHA-256:"
        + " our ledger, Yjs (one by one) and Automerge (all at once). Nothing is signed on either"
        + " side; ours with signatures is apart.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(TASKS, WRITERS);
  }

  @Override
  public Plan prepare(Values values, Path folder) throws Exception {
    TaskLoad load = new TaskLoad(SEED, values.getInt(TASKS), values.getInt(WRITERS), true);
    Path workload = Peers.workload(folder, "merge", load.steps());
    Peers peers =
        Peers.start(
            PeerPrograms.ofDistribution(System.getenv()),
            List.of(Peers.YJS, Peers.AUTOMERGE),
            MERGE,
            workload);
    List<Signer> unsigned = TaskLoad.unsigned(load.writers());
    List<Signer> keys = TaskLoad.keys(load.writers());
    List<Bytes> plain = bytes(load, unsigned);
    List<Bytes> signed = bytes(load, keys);
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial(MERGE, Trial.OURS, unused -> ours(plain, MergeRun.TRUSTING, unsigned)));
    peers
        .ready()
        .forEach((side, peer) -> trials.add(new Trial(MERGE, side, unused -> theirs(peer))));
    trials.add(
        new Trial(
            WITH_SIGNATURES, Trial.OURS, unused -> ours(signed, new Ed25519Verifier(), keys)));
    return new Plan(
        WARM_UPS, trials, targets(peers), peers.versions(), peers.missing(), peers.helpers());
  }

  private static List<Target> targets(Peers peers) {
    List<Target> targets = new ArrayList<>();
    if (peers.has(Peers.YJS)) {
      targets.add(Target.times(3, rate(Trial.OURS), rate(Peers.YJS)));
    }
    if (peers.has(Peers.AUTOMERGE)) {
      targets.add(Target.times(20, rate(Trial.OURS), rate(Peers.AUTOMERGE)));
    }
    return targets;
  }

  private static Series rate(String side) {
    return new Series(MERGE, side, RATE);
  }

  private static List<Bytes> bytes(TaskLoad load, List<Signer> signers) {
    return new TaskLoad.Writers(Load.CODEC, signers)
        .write(load.steps()).stream().map(Entry::canonical).toList();
  }

  private static List<Reading> ours(List<Bytes> entries, Verifier verifier, List<Signer> members) {
    MergeRun run = new MergeRun(Load.HASH, Load.CODEC, verifier, members);
    long start = System.nanoTime();
    for (Bytes canonical : entries) {
      if (!run.take(canonical)) {
        throw new IllegalStateException("an entry of the load came twice");
      }
    }
    run.commit();
    long nanos = System.nanoTime() - start;
    run.requireSettled(entries.size());
    long bytes = entries.stream().mapToLong(Bytes::size).sum();
    return List.of(
        new Reading(RATE, entries.size() * 1e9 / nanos),
        new Reading(BYTES, (double) bytes / entries.size()));
  }

  private static List<Reading> theirs(PeerProcess peer) throws Exception {
    Doc answer = peer.run();
    double entries = answer.real("entries");
    return List.of(
        new Reading(RATE, entries / answer.real("seconds")),
        new Reading(BYTES, answer.real("bytes") / entries));
  }
}
