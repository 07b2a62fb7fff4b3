package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.FrameWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is owed lies in the retained slots, as long as it is not more than they can hold. */
class TailRingTest {
  private static final int FRAME_BYTES = 2_048;
  private static final int STEPS = 150;
  private static final int ENTRIES_AT_ONCE = 12;

  /** Owed bytes that are held whatever came before; the slots hold twice that at best. */
  private static final int OWED_BYTES_SURE = 8 * FRAME_BYTES;

  private final SwarmParts swarm = new SwarmParts();
  private final ToyKeys author = ToyKeys.of("author");
  private final FrameWire codec =
      new FrameWire(swarm.hash(), Bytes.copyOf(new byte[32]), author.author(), swarm.codec());
  private final MemoryStore store = new MemoryStore();
  private final Packer packer = new Packer(codec, FRAME_BYTES);
  private final TreeMap<Integer, List<StoredEntry>> slots = new TreeMap<>();
  private long arrivals;
  private SeqRanges heard = SeqRanges.NONE;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("X-16")
  void theSlotsHoldWhatIsOwed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertThat(store.open().arrivals()).isZero();
    add(random, random.nextInt(ENTRIES_AT_ONCE));
    TailRing ring = new TailRing(packer, FRAME_BYTES, codec.overheadBytes(), arrivals);
    long cursor = 0;
    for (int i = 0; i < STEPS; i++) {
      add(random, random.nextInt(ENTRIES_AT_ONCE));
      while (owedBytes(cursor) > OWED_BYTES_SURE || (random.nextInt(3) == 0 && cursor < arrivals)) {
        cursor++;
      }
      check(ring, cursor);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whenNobodyListensTheySpanBothRings(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertThat(store.open().arrivals()).isZero();
    add(random, 1 + random.nextInt(5));
    TailRing ring = new TailRing(packer, FRAME_BYTES, codec.overheadBytes(), arrivals);
    while (owedBytes(0) < 11 * FRAME_BYTES) {
      check(ring, 0);
      add(random, random.nextInt(ENTRIES_AT_ONCE));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("X-16")
  void whatWasHeardThereIsLeftOut(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertThat(store.open().arrivals()).isZero();
    TailRing ring = new TailRing(packer, FRAME_BYTES, codec.overheadBytes(), arrivals);
    while (owedBytes(0) < 10 * FRAME_BYTES) {
      long before = arrivals;
      add(random, random.nextInt(ENTRIES_AT_ONCE));
      if (random.nextInt(3) > 0) {
        LongStream.rangeClosed(before + 1, arrivals).forEach(a -> heard = heard.plus(a));
      }
      check(ring, 0);
    }
    assertThat(held()).noneMatch(heard::contains);
  }

  @Test
  void ofManyAtOnceASlotIsWrittenOnce() {
    assertThat(store.open().arrivals()).isZero();
    TailRing ring = new TailRing(packer, FRAME_BYTES, codec.overheadBytes(), arrivals);
    add(new SplittableRandom(1), 500);
    List<TailRing.Segment> changed = ring.refresh(store.reader(), arrivals, arrivals, heard);
    assertThat(changed).extracting(TailRing.Segment::slot).doesNotHaveDuplicates().hasSize(8);
    assertThat(changed).anyMatch(s -> s.entries().stream().anyMatch(e -> e.arrival() == arrivals));
  }

  private void check(TailRing ring, long cursor) {
    for (TailRing.Segment segment : ring.refresh(store.reader(), arrivals, cursor, heard)) {
      assertThat(segment.slot()).isBetween(0, TailRing.NEWEST_SLOTS + TailRing.BACKLOG_SLOTS - 1);
      Message message = TailRing.message(segment).orElseThrow();
      assertThat(codec.encode(message, Optional.empty()).size()).isLessThanOrEqualTo(FRAME_BYTES);
      slots.put(segment.slot(), segment.entries());
    }
    assertThat(held())
        .containsAll(
            LongStream.rangeClosed(cursor + 1, arrivals)
                .filter(arrival -> !heard.contains(arrival))
                .boxed()
                .toList());
    assertThat(ring.refresh(store.reader(), arrivals, cursor, heard)).isEmpty();
  }

  private Set<Long> held() {
    Set<Long> held = new TreeSet<>();
    slots.values().forEach(entries -> entries.forEach(stored -> held.add(stored.arrival())));
    return held;
  }

  private long owedBytes(long cursor) {
    return store.reader().arrivals(cursor, Integer.MAX_VALUE).stream()
        .mapToLong(packer::costBytes)
        .sum();
  }

  private void add(SplittableRandom random, int count) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry entry =
          swarm
              .codec()
              .compose(
                  new Draft(
                      new LogId(author.author(), 1),
                      arrivals + 1,
                      0,
                      Bytes.ofHex("1122334455667788"),
                      HybridTime.ZERO,
                      new Body.Note("x".repeat(random.nextInt(300)))),
                  author);
      writes.add(new Write.Append(new StoredEntry(entry, ++arrivals, false)));
    }
    store.commit(writes);
  }
}
