package io.echofield.swarmkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.wire.EntryWire;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoreLikeWritesTest {
  private static final int ENTRIES = 300;

  private final SwarmHash hash = new SwarmHash(new SwarmId(Bytes.copyOf(new byte[SwarmId.BYTES])));
  private final EntryCodec codec = new EntryWire(hash);

  @Test
  void theWritesAreThoseThatTheCoresLedgerMakes() {
    RosterBook nobody =
        new RosterBook(hash, ToyKeys.VERIFIER, Optional.empty(), ToyKeys.of("self"));
    DumbLedger written = new DumbLedger();
    Ledger ledger = new Ledger(hash, nobody, written, List.of(), LiveDigest.EMPTY, 0);
    CoreLikeWrites source = new CoreLikeWrites(7, codec);
    for (int i = 0; i < ENTRIES; i++) {
      CoreLikeWrites.Turn turn = source.next();
      Ledger.Merged merged = ledger.merge(turn.stored().entry()).orElseThrow();
      assertThat(turn.stored().arrival()).isEqualTo(merged.stored().arrival());
      assertThat(turn.writes())
          .contains(
              new Write.Append(turn.stored()),
              new Write.Live(merged.task().orElseThrow(), merged.liveEntries()),
              new Write.Log(merged.log()),
              new Write.Digest(ledger.live()));
      written.apply(turn.writes());
      ledger.settled();
    }
  }

  @Test
  void aboutHalfOfTheEntriesCreateATask() {
    CoreLikeWrites source = new CoreLikeWrites(7, codec);
    int creates = 0;
    for (int i = 0; i < ENTRIES; i++) {
      creates += source.next().stored().entry().body() instanceof Body.Create ? 1 : 0;
    }
    assertThat(creates).isBetween(ENTRIES / 3, ENTRIES * 2 / 3);
  }

  @Test
  void theSameSeedGivesTheSameEntries() {
    CoreLikeWrites one = new CoreLikeWrites(3, codec);
    CoreLikeWrites other = new CoreLikeWrites(3, codec);
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }
}
