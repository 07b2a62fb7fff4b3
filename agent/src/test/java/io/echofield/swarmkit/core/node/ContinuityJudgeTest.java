package io.echofield.swarmkit.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store and the record beside it must agree in. */
class ContinuityJudgeTest {
  private static final Author SELF = ToyKeys.of("self").author();
  private static final Author OTHER = ToyKeys.of("other").author();
  private static final long NOW_MILLIS = 1_790_000_000_000L;

  /** Store: nonce, the one before, epoch, own seq; record: nonce, epoch, own seq. */
  @ParameterizedTest(name = "{7}")
  @CsvSource({
    "5, 4, 9, 20,  5, 9, 20, whole",
    "5, 4, 9, 20,  4, 9, 20, whole",
    "5, 4, 9, 33,  5, 9, 20, whole",
    "5, 4, 9, 20,  6, 9, 20, restored",
    "5, 4, 9, 20,  3, 9, 20, restored",
    "5, 4, 9, 19,  5, 9, 20, lost-parts",
    "5, 4, 9,  1,  4, 8, 20, whole",
    "5, 4, 0, 20,  5, 9, 20, lost-parts",
    "0, 0, 0,  0,  5, 9, 20, lost-parts",
    "0, 0, 9, 20,  5, 9, 20, restored"
  })
  @Shows("I-4")
  void storeAndRecordMustAgree(
      long nonce,
      long before,
      long epoch,
      long seq,
      long keptNonce,
      long kept,
      long end,
      String is) {
    Restored restored = store(nonce, before, epoch, seq);
    assertThat(judge(restored, SELF, keptNonce, kept, end)).isEqualTo(is);
    assertThat(judge(restored, OTHER, keptNonce, kept, end))
        .as("another's record")
        .isEqualTo("whole");
  }

  private static String judge(
      Restored restored, Author author, long nonce, long epoch, long ownSeq) {
    Continuity kept = new Continuity(author, nonce, 1, epoch, ownSeq, Optional.empty());
    ContinuityFound found =
        new ContinuityFound(false, Optional.of(kept), ContinuityFound.Place.SAME, "");
    return ContinuityJudge.judge(SELF, restored, found, NOW_MILLIS)
        .map(broken -> broken.kind().word())
        .orElse("whole");
  }

  private static Restored store(long nonce, long before, long epoch, long seq) {
    Map<Write.Counter.Name, Long> counters = new EnumMap<>(Write.Counter.Name.class);
    counters.put(Write.Counter.Name.NONCE, nonce);
    counters.put(Write.Counter.Name.NONCE_BEFORE, before);
    counters.put(Write.Counter.Name.EPOCH, epoch);
    counters.put(Write.Counter.Name.OWN_SEQ, seq);
    return new Restored(
        List.of(), LiveDigest.EMPTY, List.of(), new TreeMap<>(), List.of(), counters, 0);
  }
}
