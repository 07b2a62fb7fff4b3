package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Entries that are all live: the smallest tasks of several writers, one every ten seconds. */
final class LiveLoad {
  private static final int WRITERS = 8;
  private static final int EPOCH = 0x5eed;
  private static final int SECONDS_APART = 10;
  private static final long FIRST_SECONDS = 150_000_000;

  private LiveLoad() {}

  /** Oldest first. */
  static List<Entry> entries(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    EntryCodec codec = new SwarmParts().codec();
    List<Signer> writers = TaskLoad.unsigned(WRITERS);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Signer writer = writers.get(i % WRITERS);
      byte[] salt = new byte[Body.Create.SALT_BYTES];
      random.nextBytes(salt);
      Body create =
          new Body.Create(
              Bytes.copyOf(salt),
              new ActionName("noop"),
              Optional.empty(),
              0,
              Spec.of(new TreeMap<>()),
              false,
              List.of(),
              Bytes.EMPTY);
      HybridTime time = new HybridTime((FIRST_SECONDS + (long) SECONDS_APART * i) << 16);
      LogId log = new LogId(writer.author(), EPOCH);
      entries.add(
          codec.compose(new Draft(log, i / WRITERS + 1, 0, Bytes.EMPTY, time, create), writer));
    }
    return entries;
  }

  /** Their times in seconds and their ids. */
  static List<NegentropySet.Item> items(List<Entry> entries) {
    return entries.stream()
        .map(entry -> new NegentropySet.Item(entry.hlc().bits() >>> 16, entry.id().bytes()))
        .toList();
  }
}
