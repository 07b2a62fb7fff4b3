package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The merge law once more, by plain search through all entries: slow, but easy to believe. */
final class DumbTask {
  private final SwarmHash hash;
  private final Standing standing;
  private final List<StoredEntry> counted = new ArrayList<>();
  private final Entry create;
  private final List<Entry> governing;
  private final List<Entry> cells;

  DumbTask(SwarmHash hash, Standing standing, List<StoredEntry> entries) {
    this.hash = hash;
    this.standing = standing;
    TreeMap<EntryId, StoredEntry> distinct = new TreeMap<>();
    entries.forEach(stored -> distinct.put(stored.entry().id(), stored));
    this.create =
        distinct.values().stream()
            .map(StoredEntry::entry)
            .filter(entry -> entry.body() instanceof Body.Create)
            .findFirst()
            .orElseThrow();
    for (StoredEntry stored : distinct.values()) {
      boolean names =
          stored.entry().task().size() != TaskId.BYTES
              || stored.entry().task().equals(TaskId.of(create.id()).bytes());
      if (names && standing.mayWrite(stored.entry().author())) {
        counted.add(stored);
      }
    }
    this.governing = findGoverning();
    this.cells = findCells();
  }

  int gen() {
    int gen = 0;
    for (Entry entry : governing) {
      gen = entry.body() instanceof Body.Reopen reopen ? Math.max(gen, reopen.gen()) : gen;
    }
    return gen;
  }

  int term() {
    return cells.stream().mapToInt(cell -> life(cell).term()).max().orElse(0);
  }

  TaskStatus status() {
    if (cells.stream().anyMatch(cell -> life(cell).phase() == Phase.DONE)) {
      return TaskStatus.DONE;
    }
    for (Entry entry : governing) {
      if (entry.body() instanceof Body.Cancel cancel && cancel.gen() >= gen()) {
        return TaskStatus.CANCELLED;
      }
    }
    return switch (decisivePhase()) {
      case OPEN -> TaskStatus.OPEN;
      case CLAIMED -> TaskStatus.CLAIMED;
      case RUNNING -> TaskStatus.RUNNING;
      case FAILED -> TaskStatus.FAILED;
      case DONE -> TaskStatus.DONE;
    };
  }

  Optional<Author> holder() {
    Phase phase = decisivePhase();
    Optional<Author> best = Optional.empty();
    for (Entry cell : cells) {
      boolean candidate =
          phase != Phase.OPEN
              && life(cell).phase() == phase
              && (phase == Phase.DONE || life(cell).term() == term());
      if (candidate && best.filter(author -> rank(author, cell.author()) >= 0).isEmpty()) {
        best = Optional.of(cell.author());
      }
    }
    return best;
  }

  long attempts() {
    return cells.stream().filter(cell -> life(cell).phase().started()).count();
  }

  List<Author> starters() {
    TreeSet<Author> starters = new TreeSet<>();
    cells.stream()
        .filter(cell -> life(cell).phase().started())
        .forEach(cell -> starters.add(cell.author()));
    return List.copyOf(starters);
  }

  boolean doubleRun() {
    List<Entry> started = cells.stream().filter(cell -> life(cell).phase().started()).toList();
    for (Entry one : started) {
      for (Entry other : started) {
        boolean sameTerm = life(one).term() == life(other).term();
        boolean bothGoOn = life(one).phase() != Phase.FAILED && life(other).phase() != Phase.FAILED;
        if (!one.author().equals(other.author()) && (sameTerm || bothGoOn)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean approved() {
    return governing.stream()
        .anyMatch(entry -> entry.body() instanceof Body.Approve a && a.gen() >= gen());
  }

  Entry specEntry() {
    Entry best = create;
    for (Entry entry : governing) {
      if (entry.body() instanceof Body.Edit edit) {
        int version = best.body() instanceof Body.Edit known ? known.spec().version() : 1;
        boolean newer =
            edit.spec().version() > version
                || (edit.spec().version() == version && entry.id().compareTo(best.id()) > 0);
        best = newer ? entry : best;
      }
    }
    return best;
  }

  List<Entry> remarks() {
    List<Entry> remarks = new ArrayList<>();
    for (StoredEntry stored : counted) {
      Body body = stored.entry().body();
      if (body instanceof Body.Note || body instanceof Body.Result) {
        remarks.add(stored.entry());
      }
    }
    remarks.sort(LiveSelection.BY_TIME);
    return remarks.subList(Math.max(0, remarks.size() - LiveSelection.REMARKS_MAX), remarks.size());
  }

  boolean counts() {
    return standing.mayWrite(create.author()) && standing.proven(new StoredEntry(create, 0, false));
  }

  private Phase decisivePhase() {
    for (Phase phase : List.of(Phase.DONE, Phase.RUNNING, Phase.FAILED, Phase.CLAIMED)) {
      for (Entry cell : cells) {
        boolean candidate = phase == Phase.DONE || life(cell).term() == term();
        if (candidate && life(cell).phase() == phase) {
          return phase;
        }
      }
    }
    return Phase.OPEN;
  }

  /** For each term and author of the generation the entry with the highest (phase, id). */
  private List<Entry> findCells() {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : lives()) {
      boolean beaten = false;
      for (Entry other : lives()) {
        boolean same =
            other.author().equals(entry.author()) && life(other).term() == life(entry).term();
        int byPhase = life(other).phase().compareTo(life(entry).phase());
        beaten |= same && (byPhase > 0 || (byPhase == 0 && other.id().compareTo(entry.id()) > 0));
      }
      if (!beaten) {
        found.add(entry);
      }
    }
    return found;
  }

  private List<Entry> lives() {
    Optional<Author> target = ((Body.Create) create.body()).target();
    List<Entry> lives = new ArrayList<>();
    for (StoredEntry stored : counted) {
      Entry entry = stored.entry();
      boolean mayAct = target.isEmpty() || target.get().equals(entry.author());
      if (mayAct && entry.body() instanceof Body.Life life && life.gen() == gen()) {
        lives.add(entry);
      }
    }
    return lives;
  }

  private List<Entry> findGoverning() {
    List<Entry> found = new ArrayList<>();
    for (StoredEntry stored : counted) {
      Author author = stored.entry().author();
      boolean entitled = author.equals(create.author()) || standing.operator(author);
      if (entitled && stored.entry().body().isSkind() && standing.proven(stored)) {
        found.add(stored.entry());
      }
    }
    return found;
  }

  private int rank(Author a, Author b) {
    return Long.compareUnsigned(
        hash.rank(TaskId.of(create.id()).bytes(), a), hash.rank(TaskId.of(create.id()).bytes(), b));
  }

  private static Body.Life life(Entry entry) {
    return (Body.Life) entry.body();
  }
}
