package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * New tasks of strangers for themselves, in their logs, one a second; each is one entry and one
 * LIVE entry. What comes later is newer.
 */
final class LogLoad {
  private static final int EPOCH = 7;
  private static final long EARLIEST_MILLIS = 1_700_000_000_000L;
  private static final long STEP_MILLIS = 1_000;

  // fixed
  private final EntryCodec codec;
  private final SplittableRandom random;
  private final List<ToyKeys> authors = new ArrayList<>();
  // so far
  private final long[] seqs;
  private long written;

  LogLoad(EntryCodec codec, int logs, long seed) {
    this.codec = codec;
    this.random = new SplittableRandom(seed);
    this.seqs = new long[logs];
    for (int log = 0; log < logs; log++) {
      authors.add(ToyKeys.of("stranger " + log));
    }
  }

  /** So many entries in each of the first logs. */
  List<Entry> inEach(int logs, int each) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (int log = 0; log < logs; log++) {
        entries.add(write(log));
      }
    }
    return entries;
  }

  /** So many entries, each in any log. */
  List<Entry> anywhere(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(write(random.nextInt(seqs.length)));
    }
    return entries;
  }

  /** Takes so many entries, drawn by chance, out of a list. */
  List<Entry> take(List<Entry> entries, int count) {
    List<Entry> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry last = entries.remove(entries.size() - 1);
      int chosen = random.nextInt(entries.size() + 1);
      taken.add(chosen == entries.size() ? last : entries.set(chosen, last));
    }
    return taken;
  }

  private Entry write(int log) {
    ToyKeys keys = authors.get(log);
    byte[] salt = new byte[Body.Create.SALT_BYTES];
    random.nextBytes(salt);
    Body create =
        new Body.Create(
            Bytes.copyOf(salt),
            new ActionName("noop"),
            Optional.of(keys.author()),
            0,
            Spec.of(new TreeMap<>()),
            false,
            List.of(),
            Bytes.EMPTY);
    HybridTime time = HybridTime.ofWall(EARLIEST_MILLIS + STEP_MILLIS * written++);
    LogId id = new LogId(keys.author(), EPOCH);
    return codec.compose(new Draft(id, ++seqs[log], 0, Bytes.EMPTY, time, create), keys);
  }
}
