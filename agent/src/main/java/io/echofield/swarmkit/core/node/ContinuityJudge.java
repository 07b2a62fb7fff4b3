package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import java.util.Optional;

/** Whether a store is what this node wrote last, by what lay beside it. Pure. */
final class ContinuityJudge {
  private ContinuityJudge() {}

  /** Why it may not be; empty if the log may go on. */
  static Optional<ContinuityBreak> judge(
      Author self, Restored restored, ContinuityFound found, long nowWallMillis) {
    if (found.kept().isEmpty()) {
      return withoutRecord(self, restored, found, nowWallMillis);
    }
    // With a new key a new log begins, whatever became of the old one's.
    return found.kept().get().author().equals(self)
        ? judge(self, restored, found, found.kept().get(), nowWallMillis)
        : Optional.empty();
  }

  /** Without own entries there is nothing that could be written twice. */
  private static Optional<ContinuityBreak> withoutRecord(
      Author self, Restored restored, ContinuityFound found, long nowWallMillis) {
    if (found.damaged()) {
      return broken(ContinuityBreak.Kind.RESTORED, found.detail(), nowWallMillis);
    } else if (!ownEntries(self, restored)) {
      return Optional.empty();
    } else if (restored.counter(Write.Counter.Name.EPOCH) == 0) {
      return lostEpoch(nowWallMillis);
    }
    return broken(
        ContinuityBreak.Kind.RESTORED,
        "the file continuity is missing beside the store",
        nowWallMillis);
  }

  private static Optional<ContinuityBreak> judge(
      Author self, Restored restored, ContinuityFound found, Continuity kept, long nowWallMillis) {
    return switch (found.place()) {
      case OTHER_MACHINE, COPIED ->
          broken(ContinuityBreak.Kind.COPIED, found.detail(), nowWallMillis);
      case PUT_BACK -> broken(ContinuityBreak.Kind.RESTORED, found.detail(), nowWallMillis);
      case SAME -> inPlace(self, restored, kept, nowWallMillis);
    };
  }

  private static Optional<ContinuityBreak> inPlace(
      Author self, Restored restored, Continuity kept, long nowWallMillis) {
    long nonce = restored.counter(Write.Counter.Name.NONCE);
    long epoch = restored.counter(Write.Counter.Name.EPOCH);
    long seq = restored.counter(Write.Counter.Name.OWN_SEQ);
    if (nonce == 0 && epoch == 0 && !ownEntries(self, restored)) {
      return broken(
          ContinuityBreak.Kind.LOST_PARTS,
          "the store is empty but this node wrote " + written(kept),
          nowWallMillis);
    } else if (epoch == 0) {
      return lostEpoch(nowWallMillis);
    } else if (kept.nonce() != nonce
        && kept.nonce() != restored.counter(Write.Counter.Name.NONCE_BEFORE)) {
      return broken(
          ContinuityBreak.Kind.RESTORED,
          "the store and the file continuity beside it are of different times",
          nowWallMillis);
    } else if (kept.epoch() == epoch && seq < kept.ownSeq()) {
      return broken(
          ContinuityBreak.Kind.LOST_PARTS,
          "the store ends at entry " + seq + " but this node wrote " + written(kept),
          nowWallMillis);
    }
    return Optional.empty();
  }

  private static Optional<ContinuityBreak> lostEpoch(long nowWallMillis) {
    return broken(
        ContinuityBreak.Kind.LOST_PARTS,
        "the store was damaged and no longer knows what this node wrote last",
        nowWallMillis);
  }

  private static String written(Continuity kept) {
    return "up to entry " + kept.ownSeq() + " of epoch " + Long.toHexString(kept.epoch());
  }

  private static boolean ownEntries(Author self, Restored restored) {
    return restored.counter(Write.Counter.Name.OWN_SEQ) > 0
        || restored.logs().stream()
            .anyMatch(log -> log.log().author().equals(self) && log.count() > 0);
  }

  private static Optional<ContinuityBreak> broken(
      ContinuityBreak.Kind kind, String detail, long nowWallMillis) {
    return Optional.of(new ContinuityBreak(kind, nowWallMillis, detail));
  }
}
