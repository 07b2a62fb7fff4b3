package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.tools.bench.FrameLog.Kind;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs two live-only nodes to find out which LIVE entries one of them lacks: one digest,
 * RANGES and WANT, of a simulation of the nodes as they ship; the entries themselves do not count.
 * Beside it {@link Negentropy} over the same times, in seconds, and ids.
 */
final class ReconcileRanges implements Benchmark {
  static final String SCATTERED = "scattered";
  static final String RECENT = "recent";

  static final Metric BYTES = new Metric("digest", "bytes", LOWER);
  static final Metric MESSAGES = new Metric("messages", "frames", LOWER);

  /** With 16 bytes for a fingerprint and 32 for an id, as negentropy has them. */
  static final Metric EQUAL_SIZES = new Metric("digest at its sizes", "bytes", LOWER);

  private static final String NEGENTROPY = "negentropy";

  private static final int AUTHORS = 8;
  private static final int DIGEST_BYTES = 56;
  private static final int FINGERPRINT_MORE_BYTES = 8;
  private static final Set<Kind> TALK = EnumSet.of(Kind.RANGES, Kind.WANT);

  private static final Parameter ENTRIES =
      new Parameter("entries", "LIVE entries that one side holds", 100_000, 100, 1_000_000);
  private static final Parameter DIFFERENT =
      new Parameter("different", "LIVE entries that the other side lacks", 100, 1, 10_000);

  @Override
  public String name() {
    return "reconcile-100k";
  }

  @Override
  public String measures() {
    return "Bytes and messages until two live-only nodes know which LIVE entries one of them lacks,"
        + " scattered or the newest, beside negentropy's.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(ENTRIES, DIFFERENT);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int entries = values.getInt(ENTRIES);
    int different = values.getInt(DIFFERENT);
    AtomicLong seed = new AtomicLong();
    List<Target> targets =
        List.of(
            Target.times(0.3, ours(SCATTERED, BYTES), peer(SCATTERED, BYTES)),
            Target.times(0.5, ours(RECENT, BYTES), peer(RECENT, BYTES)),
            Target.number(8, ours(SCATTERED, MESSAGES)),
            Target.number(8, ours(RECENT, MESSAGES)),
            Target.times(1, ours(SCATTERED, EQUAL_SIZES), peer(SCATTERED, EQUAL_SIZES)),
            Target.times(1, ours(RECENT, EQUAL_SIZES), peer(RECENT, EQUAL_SIZES)));
    List<Trial> trials =
        List.of(
            new Trial(
                SCATTERED,
                Trial.OURS,
                unused -> run(seed.incrementAndGet(), entries, different, true)),
            theirs(SCATTERED, entries, different, true),
            new Trial(
                RECENT,
                Trial.OURS,
                unused -> run(seed.incrementAndGet(), entries, different, false)),
            theirs(RECENT, entries, different, false));
    return new Plan(0, trials, targets, Map.of(NEGENTROPY, "protocol version 1, made anew"));
  }

  private static Series ours(String workload, Metric metric) {
    return new Series(workload, Trial.OURS, metric);
  }

  private static Series peer(String workload, Metric metric) {
    return new Series(workload, NEGENTROPY, metric);
  }

  /** Drawn from seeds of its own, in each round another one. */
  private static Trial theirs(String workload, int entries, int different, boolean scattered) {
    AtomicLong seed = new AtomicLong();
    return new Trial(
        workload,
        NEGENTROPY,
        unused -> {
          EntryCodec codec = new SwarmParts().codec();
          Load load = Load.of(codec, seed.incrementAndGet(), entries, different, scattered);
          Negentropy.Cost cost = load.byNegentropy();
          return List.of(
              new Reading(BYTES, cost.bytes()),
              new Reading(MESSAGES, cost.messages()),
              new Reading(EQUAL_SIZES, cost.bytes()));
        });
  }

  /** What both hold, and what one lacks. */
  record Load(List<Entry> common, List<Entry> news) {
    static Load of(EntryCodec codec, long seed, int entries, int different, boolean scattered) {
      LogLoad source = new LogLoad(codec, AUTHORS, seed);
      List<Entry> common = new ArrayList<>(source.anywhere(entries));
      if (scattered) {
        return new Load(common, source.take(common, different));
      }
      List<Entry> tail = common.subList(entries - different, entries);
      List<Entry> news = List.copyOf(tail);
      tail.clear();
      return new Load(common, news);
    }

    /** The side that lacks something begins. */
    Negentropy.Cost byNegentropy() {
      List<NegentropySet.Item> items = new ArrayList<>(items(common));
      NegentropySet fewer = new NegentropySet(items);
      items.addAll(items(news));
      Negentropy.Cost cost = Negentropy.reconcile(fewer, new NegentropySet(items));
      if (cost.need().size() != news.size() || !cost.have().isEmpty()) {
        throw new IllegalStateException(
            "%d are lacking but %d were found".formatted(news.size(), cost.need().size()));
      }
      return cost;
    }

    private static List<NegentropySet.Item> items(List<Entry> entries) {
      return entries.stream()
          .map(entry -> new NegentropySet.Item(entry.hlc().bits() >>> 16, entry.id().bytes()))
          .toList();
    }
  }

  static List<Reading> run(long seed, int entries, int different, boolean scattered) {
    SyncPair pair = new SyncPair(seed, SyncPair.LAN);
    pair.whole.liveOnly = true;
    pair.lacking.liveOnly = true;
    Load load = Load.of(pair.codec(), seed, entries, different, scattered);
    pair.startWith(load.common());
    pair.setBackBehind(load.news());
    pair.until(pair::sameLive);
    pair.show();
    List<FrameLog.Said> talk = pair.log.of(TALK);
    long more = talk.stream().mapToLong(said -> more(said.message())).sum();
    double bytes = DIGEST_BYTES + FrameLog.bytes(talk);
    return List.of(
        new Reading(BYTES, bytes),
        new Reading(MESSAGES, 1.0 + talk.size()),
        new Reading(EQUAL_SIZES, bytes + 2 * FINGERPRINT_MORE_BYTES + more));
  }

  /** What the message would have more if fingerprints had 16 bytes and ids 32. */
  private static long more(Message message) {
    long more = 0;
    if (message instanceof Message.Want want) {
      for (Message.Want.Item item : want.items()) {
        more += EntryId.BYTES - item.id().size();
      }
    } else if (message instanceof Message.Ranges ranges) {
      for (Message.Ranges.Range range : ranges.ranges()) {
        if (range.content() instanceof Message.Ranges.Content.Fingerprint) {
          more += FINGERPRINT_MORE_BYTES;
        } else if (range.content() instanceof Message.Ranges.Content.Items items) {
          more += items.ids().stream().mapToLong(id -> EntryId.BYTES - id.size()).sum();
        }
      }
    }
    return more;
  }
}
