package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskView;

/** What this node claimed or began before its process started; one look at each store. */
final class EarlierClaims {
  private final Author self;
  private final Ledger ledger;
  private final long arrivalsAtStart;

  EarlierClaims(Author self, Ledger ledger) {
    this.self = self;
    this.ledger = ledger;
    this.arrivalsAtStart = ledger.arrivals();
  }

  /** Whether the store held a step of this node in the task's term when the process started. */
  boolean has(TaskView task) {
    return ledger.reader().live(task.id().key()).stream()
        .filter(stored -> stored.arrival() <= arrivalsAtStart)
        .map(StoredEntry::entry)
        .anyMatch(entry -> entry.author().equals(self) && isStep(entry, task));
  }

  private static boolean isStep(Entry entry, TaskView task) {
    return entry.body() instanceof Body.Life life
        && life.gen() == task.gen()
        && life.term() == task.term();
  }
}
