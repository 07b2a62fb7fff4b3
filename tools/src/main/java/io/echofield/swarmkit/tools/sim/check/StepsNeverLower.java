package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * V-6: a node writes nothing about a task that lowers what it holds of it, and takes no step but
 * the next one of the task as it sees it (M-8).
 */
final class StepsNeverLower extends Checker {
  /** What each node wrote on the store it has now. */
  private final Map<Integer, Set<EntryId>> written = new HashMap<>();

  @Override
  public void restored(VirtualNode node, boolean shown) {
    written.remove(node.number());
  }

  @Override
  public int invariant() {
    return 6;
  }

  @Override
  public void composed(VirtualNode node, Entry entry) {
    written.computeIfAbsent(node.number(), number -> new HashSet<>()).add(entry.id());
    if (!node.running() || entry.key().isEmpty() || entry.body() instanceof Body.Create) {
      return;
    }
    List<StoredEntry> held =
        node.core().ledger().reader().history(entry.key().get(), 0, Integer.MAX_VALUE);
    Optional<TaskView> view = node.core().ledger().task(entry.key().get());
    if (entry.body() instanceof Body.Life life) {
      held.forEach(stored -> compare(node, life, stored.entry()));
      if (view.filter(task -> fits(life, task) || ends(node, life, held)).isEmpty()) {
        violated(node, "wrote " + cell(life) + " over " + seen(view));
      }
    } else if (entry.body() instanceof Body.Reopen reopen) {
      if (view.filter(task -> reopen.gen() == task.gen() + 1).isEmpty()) {
        violated(node, "reopened as generation " + reopen.gen() + " over " + seen(view));
      }
    } else if (entry.body() instanceof Body.Edit edit) {
      for (StoredEntry stored : held) {
        if (stored.entry().body() instanceof Body.Edit seen
            && stored.proven()
            && mayEdit(stored.entry().author(), view)
            && seen.spec().version() >= edit.spec().version()) {
          violated(node, "edited version " + edit.spec().version() + " over a newer one");
        }
      }
    }
  }

  /** What others say of a task changes nothing of it. */
  private boolean mayEdit(Author author, Optional<TaskView> view) {
    return view.filter(task -> task.create().author().equals(author)).isPresent()
        || new Truth(world()).operator(author);
  }

  /** Whether this is the next step of a task that looks like this; a refusal is one. */
  private static boolean fits(Body.Life life, TaskView task) {
    int next = task.term() + 1;
    int term =
        switch (life.phase()) {
          case OPEN, CLAIMED, FAILED -> next;
          case RUNNING -> task.target().isPresent() ? next : task.term();
          case DONE -> -1;
        };
    return life.gen() == task.gen() && life.term() == term;
  }

  /** Whether this ends what the node itself started, whatever became of the task meanwhile. */
  private static boolean ends(VirtualNode node, Body.Life life, List<StoredEntry> held) {
    boolean end = life.phase() == Phase.FAILED || life.phase() == Phase.DONE;
    return end
        && held.stream()
            .map(StoredEntry::entry)
            .filter(entry -> entry.author().equals(node.author()))
            .anyMatch(
                entry ->
                    entry.body() instanceof Body.Life begun
                        && begun.phase().started()
                        && begun.gen() == life.gen()
                        && begun.term() == life.term());
  }

  private static String cell(Body.Life life) {
    return life.phase() + " of term " + life.term() + " in generation " + life.gen();
  }

  private static String seen(Optional<TaskView> view) {
    return view.map(
            task -> task.status() + " of term " + task.term() + " in generation " + task.gen())
        .orElse("a task that it does not know");
  }

  /** Compares a step with one cell that the node holds. */
  private void compare(VirtualNode node, Body.Life life, Entry held) {
    if (!(held.body() instanceof Body.Life seen) || seen.gen() != life.gen()) {
      return;
    }
    // What bears its name but was forged, or written by another life of its, binds nobody here.
    boolean own = written.get(node.number()).contains(held.id());
    boolean starts = life.phase() == Phase.CLAIMED || life.phase() == Phase.RUNNING;
    if (own && seen.term() == life.term() && seen.phase().compareTo(life.phase()) >= 0) {
      violated(node, "wrote " + life.phase() + " over " + seen.phase() + " in one cell");
    } else if (starts && own && seen.term() > life.term()) {
      violated(node, "began term " + life.term() + " but had written term " + seen.term());
    }
  }
}
