package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import io.echofield.swarmkit.wire.BundleManifest;
import io.echofield.swarmkit.wire.BundleReader;
import io.echofield.swarmkit.wire.BundleWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How large one state with its history is as one file: our bundle beside what Automerge and Yjs
 * save. Ours twice: as it is, and with signatures of zero bytes, since peers sign nothing.
 */
final class StateSize implements Benchmark {
  static final Metric SIZE = new Metric("size", "bytes", LOWER);
  static final String STATE = "state";
  static final String UNSIGNED = "state without signatures";

  /** Of a peer's program. */
  private static final String TASK = "size";

  private static final Parameter TASKS =
      new Parameter("tasks", "tasks that are made and run", 10_000, 1, 1_000_000);
  private static final Parameter WRITERS =
      new Parameter("writers", "nodes that make and run them", 8, 1, 64);

  private static final long SEED = 1;

  @Override
  public String name() {
    return "state-size";
  }

  @Override
  public String measures() {
    return "Tasks and all that became of them as one file: our bundle with and without its"
        + " signatures, Automerge's save, Yjs's state as an update.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(TASKS, WRITERS);
  }

  @Override
  public Plan prepare(Values values, Path folder) throws Exception {
    TaskLoad load = new TaskLoad(SEED, values.getInt(TASKS), values.getInt(WRITERS), true);
    Peers peers =
        Peers.start(
            PeerPrograms.ofDistribution(System.getenv()),
            List.of(Peers.AUTOMERGE, Peers.YJS),
            TASK,
            Peers.workload(folder, TASK, load.steps()));
    List<Trial> trials = new ArrayList<>();
    trials.add(ours(STATE, load, TaskLoad.keys(load.writers())));
    peers
        .ready()
        .forEach(
            (side, peer) ->
                trials.add(
                    new Trial(
                        STATE,
                        side,
                        unused -> List.of(new Reading(SIZE, peer.run().real("bytes"))))));
    trials.add(ours(UNSIGNED, load, TaskLoad.unsigned(load.writers())));
    List<Target> targets = new ArrayList<>();
    if (peers.has(Peers.AUTOMERGE)) {
      Series automerge = new Series(STATE, Peers.AUTOMERGE, SIZE);
      targets.add(Target.times(1.2, new Series(STATE, Trial.OURS, SIZE), automerge));
      targets.add(Target.times(1.2, new Series(UNSIGNED, Trial.OURS, SIZE), automerge));
    }
    return new Plan(0, trials, targets, peers.versions(), peers.missing(), peers.helpers());
  }

  private static Trial ours(String workload, TaskLoad load, List<Signer> signers) {
    List<Entry> entries = new TaskLoad.Writers(Load.CODEC, signers).write(load.steps());
    return new Trial(
        workload,
        Trial.OURS,
        unused -> {
          byte[] bundle = bundle(entries, signers.get(0));
          requireWhole(bundle, entries);
          return List.of(new Reading(SIZE, bundle.length));
        });
  }

  static byte[] bundle(List<Entry> entries, Signer maker) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BundleManifest manifest = new BundleManifest(maker.author(), HybridTime.ZERO, entries.size());
    BundleWriter writer = new BundleWriter(out, Load.HASH, Load.SWARM, maker, manifest);
    for (Entry entry : entries) {
      writer.entry(entry);
    }
    writer.end();
    return out.toByteArray();
  }

  /**
   * The bundle gives these entries.
   *
   * @throws IllegalStateException if not
   */
  static void requireWhole(byte[] bundle, List<Entry> entries) throws IOException {
    List<Entry> read = new ArrayList<>();
    BundleReader.End end =
        new BundleReader(new ByteArrayInputStream(bundle), Load.SWARM, Load.CODEC)
            .read(new Taking(read));
    if (!(end instanceof BundleReader.Whole) || !read.equals(entries)) {
      throw new IllegalStateException("the bundle does not give back what was put in: " + end);
    }
  }

  private record Taking(List<Entry> into) implements BundleReader.Visitor {
    @Override
    public void manifest(BundleManifest manifest) {
      // Ours, a moment ago.
    }

    @Override
    public void proof(HeadSig proof) {
      throw new IllegalStateException("there is a head signature that nobody put in");
    }

    @Override
    public void entries(List<Entry> entries) {
      into.addAll(entries);
    }
  }
}
