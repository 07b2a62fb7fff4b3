package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.sync.SyncEngine;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Proves at the start that this node's log goes on, or opens a new epoch; keeps the proof fresh;
 * and tells people what was noticed.
 *
 * <p>The proof is a nonce in the store and in a record beside it. The store is committed first,
 * then the record is kept, so the store remembers what the record is known to hold as well: a crash
 * in between is no break. One thread.
 */
final class ContinuityDesk {
  /**
   * The nonce is renewed this often, so that a copy made while the node ran differs from what came
   * later.
   */
  static final long RENEW_MILLIS = 3_600_000;

  /** A notice goes away by itself this long after it was noticed, by the wall clock. */
  static final long NOTICE_MILLIS = 86_400_000;

  // fixed
  private final OwnLog own;
  private final OtherLives lives;
  private final SyncEngine engine;
  private final OutcomeBuilder out;
  private final RandomGenerator random;
  private final Restored restored;
  private final ContinuityFound found;

  // durable: the record beside the store
  private Optional<ContinuityBreak> lastBreak;
  // durable: the counter NONCE_BEFORE; 0 if no record is known to be there
  private long nonceKept;

  // while the process lives
  private Now now = new Now(0, 0);
  private Optional<Continuity> told = Optional.empty();
  private long dueMono = Long.MAX_VALUE;
  private String fault = "";

  ContinuityDesk(
      OwnLog own,
      OtherLives lives,
      SyncEngine engine,
      OutcomeBuilder out,
      RandomGenerator random,
      Restored restored,
      ContinuityFound found) {
    this.own = own;
    this.lives = lives;
    this.engine = engine;
    this.out = out;
    this.random = random;
    this.restored = restored;
    this.found = found;
    // A new key is a new identity: what happened to the old one's log is settled by that.
    this.lastBreak =
        found
            .kept()
            .filter(kept -> kept.author().equals(own.author()))
            .flatMap(Continuity::lastBreak);
    this.nonceKept = found.kept().map(Continuity::nonce).orElse(0L);
  }

  /** The highest session begun that store or record know of. */
  static long sessionFloor(Restored restored, ContinuityFound found) {
    return Math.max(
        restored.counter(Write.Counter.Name.SESSION),
        found.kept().map(Continuity::session).orElse(0L));
  }

  /** Before anything is written: a new epoch if it is not proven that the log goes on. */
  void begin(LedgerDesk desk, Now at) {
    now = at;
    lives.started(new HybridTime(restored.counter(Write.Counter.Name.HYBRID_TIME)), at);
    Optional<ContinuityBreak> broken =
        ContinuityJudge.judge(own.author(), restored, found, at.wallMillis());
    if (broken.isPresent()) {
      lastBreak = broken;
      desk.openEpoch(Body.EpochStart.Cause.NONCE, floor());
    } else {
      desk.checkContinuity();
    }
    renew();
  }

  /** Where the record says that the log ended: perhaps the store knows less. */
  private Optional<Body.EpochStart.Earlier> floor() {
    return found
        .kept()
        .filter(kept -> kept.ownSeq() > 0)
        .map(kept -> new Body.EpochStart.Earlier((int) kept.epoch(), kept.ownSeq()));
  }

  /** Takes what the event at hand showed, and renews the proof when it is time. */
  void pump(Now at) {
    now = at;
    lives.takeSightings().forEach(this::note);
    boolean stale = told.filter(record -> goesOn(record)).isEmpty();
    if (stale || at.monoMillis() >= dueMono) {
      renew();
    }
  }

  private boolean goesOn(Continuity record) {
    return record.session() == engine.session()
        && record.epoch() == own.epoch()
        && record.lastBreak().equals(lastBreak);
  }

  /** A break that was noticed while the process ran; a notice that stands says more than a hint. */
  private void note(ContinuityBreak seen) {
    if (seen.kind() == ContinuityBreak.Kind.ELSEWHERE || standing(now.wallMillis()).isEmpty()) {
      lastBreak = Optional.of(seen);
    }
  }

  /** The node stops: what is copied from now on says so. */
  void leave() {
    renew();
  }

  /** When {@link #pump} renews. */
  long dueMono() {
    return dueMono;
  }

  private void renew() {
    long nonce = random.nextLong();
    while (nonce == 0 || nonce == nonceKept) {
      nonce = random.nextLong();
    }
    out.counter(Write.Counter.Name.NONCE, nonce);
    out.counter(Write.Counter.Name.NONCE_BEFORE, nonceKept);
    Continuity record =
        new Continuity(
            own.author(), nonce, engine.session(), own.epoch(), own.lastSeq(), lastBreak);
    out.keep(record);
    told = Optional.of(record);
    dueMono = now.monoMillis() + RENEW_MILLIS;
  }

  /** The record is durable. */
  void kept(Continuity record) {
    nonceKept = record.nonce();
    fault = "";
  }

  /** The record could not be written; the one before still fits the store. */
  void notKept(String reason) {
    fault = reason;
  }

  ContinuityView view(long nowWallMillis) {
    boolean elsewhere = lives.elsewhere(now);
    Optional<ContinuityBreak> shown =
        standing(nowWallMillis)
            .or(() -> lastBreak.filter(b -> elsewhere))
            .map(b -> elsewhere ? b : past(b));
    return new ContinuityView(shown, own.epoch(), fault);
  }

  private Optional<ContinuityBreak> standing(long nowWallMillis) {
    return lastBreak.filter(b -> nowWallMillis - b.sinceWallMillis() < NOTICE_MILLIS);
  }

  /** That the key is in use elsewhere is said while it is; that there is a copy stays true. */
  private static ContinuityBreak past(ContinuityBreak b) {
    return b.kind() == ContinuityBreak.Kind.ELSEWHERE
        ? new ContinuityBreak(ContinuityBreak.Kind.COPIED, b.sinceWallMillis(), b.detail())
        : b;
  }
}
