package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.time.HybridTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ids that begin alike, as somebody with much computing power could make them: indexes hold only
 * their beginnings.
 */
final class CollidingIdsTest {
  private static final LogId LOG = new LogId(new Author(Bytes.ofHex("0102030405ff")), -5);
  private static final TaskKey TASK = new TaskKey(Bytes.ofHex("ffffffffffffffff"));

  @TempDir private Path folder;

  @Test
  void idsThatBeginAlikeAreToldApart() throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      entries.add(entry("00112233445566778899" + "0123456789".charAt(i) + "0"));
      entries.add(entry("0011223344556677ff99" + "0123456789".charAt(i) + "0"));
      entries.add(entry("00112233ff5566778899" + "0123456789".charAt(i) + "0"));
    }
    Entry unknown = entry("0011223344556677889960");
    List<Entry> arrived = new ArrayList<>(entries);
    Collections.shuffle(arrived, new Random(1));
    List<Entry> sorted = entries.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
    List<EntryId> ids = sorted.stream().map(Entry::id).toList();
    try (MapDbStore store = store()) {
      store.open();
      long arrival = 0;
      for (Entry entry : arrived) {
        arrival++;
        store.commit(List.of(new Write.Append(new StoredEntry(entry, arrival, false))));
      }
      store.commit(List.of(new Write.Live(TASK, ids)));
    }
    try (MapDbStore store = store()) {
      store.open();
      LedgerReader reader = store.reader();
      assertThat(entries).allMatch(entry -> reader.contains(entry.id()));
      assertThat(reader.contains(unknown.id())).isFalse();
      assertThat(ids(reader.live(TASK))).isEqualTo(ids);
      for (int max = 0; max <= ids.size(); max++) {
        assertThat(ids(reader.log(LOG, 1, 1, max))).isEqualTo(ids.subList(0, max));
      }
      Bytes eight = Bytes.ofHex("0011223344556677");
      assertThat(ids(reader.byPrefix(eight, 100))).isEqualTo(startingWith(ids, eight));
      assertThat(ids(reader.byPrefix(eight, 5))).isEqualTo(startingWith(ids, eight).subList(0, 5));
      Bytes nine = Bytes.ofHex("0011223344556677ff");
      assertThat(ids(reader.byPrefix(nine, 100))).isEqualTo(startingWith(ids, nine));
    }
  }

  @Test
  void listsOfArrivalsSurviveTheirBytes() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    for (int length = 0; length < 20; length++) {
      long[] arrivals =
          Stream.generate(() -> random.nextLong(1, Keys.ARRIVAL_MAX) >> random.nextInt(47))
              .limit(length)
              .mapToLong(Long::longValue)
              .toArray();
      byte[] bytes = Arrivals.encode(arrivals);
      assertThat(Arrivals.decode(bytes, 0, bytes.length)).isEqualTo(arrivals);
    }
  }

  private MapDbStore store() {
    return new MapDbStore(folder, new IdIsContent(), StoreSettings.of("test"));
  }

  private static List<EntryId> ids(List<StoredEntry> stored) {
    return stored.stream().map(each -> each.entry().id()).toList();
  }

  private static List<EntryId> startingWith(List<EntryId> ids, Bytes prefix) {
    return ids.stream().filter(id -> id.bytes().startsWith(prefix)).toList();
  }

  private static Entry entry(String idStart) {
    Bytes id = Bytes.ofHex(idStart + "0".repeat(2 * EntryId.BYTES - idStart.length()));
    return new IdIsContent()
        .decode(id)
        .fold(
            entry -> entry,
            reason -> {
              throw new IllegalStateException(reason);
            });
  }

  /** Entries whose bytes are their id, all in one place of one log. */
  private static final class IdIsContent implements EntryCodec {
    @Override
    public Entry compose(Draft draft, Signer signer) {
      throw new IllegalStateException("not needed here");
    }

    @Override
    public Decoded<Entry> decode(Bytes canonical) {
      return new Decoded.Accepted<>(
          new Entry(
              new EntryId(canonical),
              LOG,
              1,
              0,
              TASK.bytes(),
              HybridTime.ZERO,
              new Body.Note("n"),
              canonical,
              false));
    }
  }
}
