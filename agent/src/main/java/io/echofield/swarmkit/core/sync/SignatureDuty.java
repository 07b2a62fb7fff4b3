package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LogId;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Passes on new head signatures, one for each log however many came. One thread. */
final class SignatureDuty implements Duty {
  /** Logs whose signature waits; of more the heads tell, and they are asked for. */
  static final int LOGS_MAX = 1_024;

  private final LinkSession link;
  private final NavigableSet<LogId> logs = new TreeSet<>();
  // logs take turns, or one that is signed all the time would keep others back
  private Optional<LogId> last = Optional.empty();
  private long dueMono = NEVER;

  SignatureDuty(LinkSession link) {
    this.link = link;
  }

  @Override
  public void linkUp(long nowMono) {
    logs.clear();
    dueMono = NEVER;
  }

  /** A greater signature of a log is held than before. */
  void signed(LogId log, long nowMono) {
    if (link.up && logs.size() < LOGS_MAX) {
      logs.add(log);
      dueMono = Math.min(dueMono, nowMono);
    }
  }

  /** Somebody said it on this link. */
  void overheard(LogId log) {
    logs.remove(log);
  }

  @Override
  public long dueMono() {
    return logs.isEmpty() ? NEVER : dueMono;
  }

  @Override
  public void perform(long nowMono) {
    LogId log = last.map(logs::higher).orElse(logs.first());
    logs.remove(log);
    last = Optional.of(log);
    dueMono = logs.isEmpty() ? NEVER : nowMono;
    link.context
        .ledger()
        .log(log)
        .signature()
        .ifPresent(
            proof -> link.send(Channel.DELTA, 0, new Message.HeadSigMessage(proof), nowMono));
  }
}
