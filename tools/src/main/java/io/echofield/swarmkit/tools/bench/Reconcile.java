package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What it costs two nodes to find what one of them lacks among very many live entries, without the
 * entries themselves, beside a plain Negentropy over the same times and ids.
 */
final class Reconcile implements Benchmark {
  /** Frames that are no entries; of Negentropy all. */
  static final Metric DIGESTS = new Metric("digests", "bytes", LOWER);

  static final Metric MESSAGES = new Metric("messages", "messages", LOWER);

  static final String NEGENTROPY = "Negentropy";
  static final String NEGENTROPY_SHORT = "Negentropy, 8-byte ids and fingerprints";
  static final String SCATTERED = "scattered";
  static final String RECENT = "recent";
  static final String IN_SYNC = "in sync";

  private static final Parameter ITEMS =
      new Parameter("items", "live entries that one of two nodes holds", 100_000, 100, 1_000_000);
  private static final Parameter LACKING =
      new Parameter("lacking", "how many of them the other one lacks", 100, 1, 10_000);

  private static final long SEED = 1;

  @Override
  public String name() {
    return "reconcile-100k";
  }

  @Override
  public String measures() {
    return "Two nodes find which live entries one of them lacks: digest bytes both ways and"
        + " messages, beacons and MACs included, entries not. Negentropy is its published protocol,"
        + " made anew, without frames around it.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(ITEMS, LACKING);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int items = values.getInt(ITEMS);
    int lacking = values.getInt(LACKING);
    List<Entry> entries = LiveLoad.entries(SEED, items);
    Set<Integer> scattered = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(SEED);
    while (scattered.size() < lacking) {
      scattered.add(random.nextInt(items));
    }
    Set<Integer> recent = new TreeSet<>();
    for (int i = 0; i < lacking; i++) {
      recent.add(items - 1 - i);
    }
    List<Trial> trials = new ArrayList<>();
    add(trials, SCATTERED, entries, scattered);
    add(trials, RECENT, entries, recent);
    add(trials, IN_SYNC, entries, new TreeSet<>());
    List<Target> targets =
        List.of(
            Target.times(0.3, digests(SCATTERED, Trial.OURS), digests(SCATTERED, NEGENTROPY)),
            Target.times(0.5, digests(RECENT, Trial.OURS), digests(RECENT, NEGENTROPY)),
            Target.times(1, digests(SCATTERED, Trial.OURS), digests(SCATTERED, NEGENTROPY_SHORT)),
            Target.times(1, digests(RECENT, Trial.OURS), digests(RECENT, NEGENTROPY_SHORT)),
            Target.number(8, new Series(SCATTERED, Trial.OURS, MESSAGES)),
            Target.number(8, new Series(RECENT, Trial.OURS, MESSAGES)));
    return new Plan(0, trials, targets, Map.of(NEGENTROPY, "protocol version 1"));
  }

  private static Series digests(String workload, String side) {
    return new Series(workload, side, DIGESTS);
  }

  private static void add(
      List<Trial> trials, String workload, List<Entry> entries, Set<Integer> lacking) {
    List<Entry> held = new ArrayList<>();
    List<Entry> lacked = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      (lacking.contains(i) ? lacked : held).add(entries.get(i));
    }
    if (!lacked.isEmpty()) {
      trials.add(new Trial(workload, Trial.OURS, unused -> new SetBackNode(held, lacked).run()));
    }
    trials.add(
        new Trial(
            workload, NEGENTROPY, unused -> theirs(held, lacked, Negentropy.Sizes.PUBLISHED)));
    trials.add(
        new Trial(
            workload, NEGENTROPY_SHORT, unused -> theirs(held, lacked, Negentropy.Sizes.OURS)));
  }

  static List<Reading> theirs(List<Entry> held, List<Entry> lacked, Negentropy.Sizes sizes) {
    List<NegentropySet.Item> items = new ArrayList<>(LiveLoad.items(held));
    NegentropySet fewer = new NegentropySet(items);
    items.addAll(LiveLoad.items(lacked));
    Negentropy.Cost cost = Negentropy.reconcile(fewer, new NegentropySet(items), sizes);
    if (cost.need().size() != lacked.size() || !cost.have().isEmpty()) {
      throw new IllegalStateException(
          "%d are lacking but %d were found".formatted(lacked.size(), cost.need().size()));
    }
    return List.of(new Reading(DIGESTS, cost.bytes()), new Reading(MESSAGES, cost.messages()));
  }
}
