package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The merge law: a task is a pure function of the set of its entries, a standing, and nothing else.
 *
 * <p>Order and repetition of the entries do not matter. Each part is a small lattice: the spec is a
 * register by (version, id), the life a map (term, author) to its highest phase in the highest
 * generation that was reopened, the cancel a latch for each generation.
 */
public final class TaskFold {
  private final SwarmHash hash;

  public TaskFold(SwarmHash hash) {
    this.hash = hash;
  }

  /** The task, or empty as long as its create is not known. All entries must share one key. */
  public Optional<TaskView> fold(List<StoredEntry> entries, Standing standing) {
    List<StoredEntry> creates = new ArrayList<>();
    for (StoredEntry entry : entries) {
      if (entry.entry().body() instanceof Body.Create) {
        creates.add(entry);
      }
    }
    creates.sort(Comparator.comparing(e -> e.entry().id()));
    return creates.isEmpty() ? Optional.empty() : Optional.of(view(creates, entries, standing));
  }

  /**
   * Bytes that are equal on all nodes that see the same task; what the ledger hash covers.
   * Different views have different bytes: whatever varies in length comes after its count.
   */
  public Bytes canonical(TaskView view) {
    Bytes canonical = view.id().bytes().concat(view.specEntry().id().bytes());
    byte[] small = {
      (byte) (view.counts() ? 1 : 0),
      (byte) (view.collision() ? 1 : 0),
      (byte) view.gen(),
      (byte) (view.term() >> 8),
      (byte) view.term(),
      statusByte(view.status()),
      (byte) (view.approved() ? 1 : 0),
      (byte) (view.attempts() >> 8),
      (byte) view.attempts(),
      (byte) (view.holder().isPresent() ? 1 : 0),
      (byte) (view.starters().size() >> 8),
      (byte) view.starters().size()
    };
    canonical = canonical.concat(Bytes.copyOf(small));
    canonical = canonical.concat(view.holder().map(Author::bytes).orElse(Bytes.EMPTY));
    for (Author starter : view.starters()) {
      canonical = canonical.concat(starter.bytes());
    }
    for (Entry remark : view.remarks()) {
      canonical = canonical.concat(remark.id().bytes());
    }
    return canonical;
  }

  /** Fixed for ever: the ledger hash of every node depends on it. */
  private static byte statusByte(TaskStatus status) {
    return switch (status) {
      case OPEN -> 0;
      case CLAIMED -> 1;
      case RUNNING -> 2;
      case FAILED -> 3;
      case DONE -> 4;
      case CANCELLED -> 5;
    };
  }

  private TaskView view(List<StoredEntry> creates, List<StoredEntry> all, Standing standing) {
    Entry create = creates.get(0).entry();
    boolean counts = standing.proven(creates.get(0)) && standing.mayWrite(create.author());
    Parts parts = new Parts(create, standing);
    for (StoredEntry entry : all) {
      if (standing.mayWrite(entry.entry().author())
          && mine(entry.entry(), TaskId.of(create.id()))) {
        entry.entry().body().accept(parts.adder(entry));
      }
    }
    boolean collision = !creates.get(creates.size() - 1).entry().id().equals(create.id());
    return parts.view(counts, collision);
  }

  /**
   * References of 8 bytes belong to every task of the key, those of 16 bytes to the one they name.
   */
  private static boolean mine(Entry entry, TaskId task) {
    return entry.task().size() != TaskId.BYTES || entry.task().equals(task.bytes());
  }

  /** One cell of the life map. */
  private record Cell(int gen, int term, Author author) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byGen = Integer.compare(gen, other.gen);
      int byTerm = byGen != 0 ? byGen : Integer.compare(term, other.term);
      return byTerm != 0 ? byTerm : author.compareTo(other.author);
    }
  }

  /** The lattices of one task while they fill. */
  private final class Parts {
    // fixed
    private final Entry create;
    private final Standing standing;
    // each a join-semilattice
    private Entry spec;
    private int specVersion;
    private final SortedMap<Cell, Entry> cells = new TreeMap<>();
    private Optional<Entry> reopen = Optional.empty();
    private Optional<Entry> cancel = Optional.empty();
    private Optional<Entry> approval = Optional.empty();
    private final SortedMap<EntryId, Entry> remarks = new TreeMap<>();

    Parts(Entry create, Standing standing) {
      this.create = create;
      this.standing = standing;
      this.spec = create;
      this.specVersion = ((Body.Create) create.body()).spec().version();
    }

    Body.Visitor<Void> adder(StoredEntry stored) {
      return new Adder(stored);
    }

    TaskView view(boolean counts, boolean collision) {
      int gen = reopen.map(Parts::gen).orElse(0);
      List<Entry> current = new ArrayList<>();
      for (Map.Entry<Cell, Entry> cell : cells.entrySet()) {
        if (cell.getKey().gen() == gen) {
          current.add(cell.getValue());
        }
      }
      int term = current.isEmpty() ? 0 : life(current.get(current.size() - 1)).term();
      TreeSet<Author> starters = new TreeSet<>();
      TreeSet<Author> unfailed = new TreeSet<>();
      boolean doubleRun = false;
      int lastStarted = -1;
      int attempts = 0;
      for (Entry cell : current) {
        if (life(cell).phase().started()) {
          attempts++;
          starters.add(cell.author());
          // Cells come in the order of terms.
          doubleRun |= lastStarted == life(cell).term();
          lastStarted = life(cell).term();
          if (life(cell).phase() != Phase.FAILED) {
            unfailed.add(cell.author());
          }
        }
      }
      Optional<Entry> decisive = decisive(current, term);
      boolean cancelled = cancel.filter(e -> gen(e) >= gen).isPresent();
      Phase phase = decisive.map(e -> life(e).phase()).orElse(Phase.OPEN);
      TaskStatus status = status(phase, cancelled);
      return new TaskView(
          create,
          counts,
          collision,
          specOf(spec),
          spec,
          gen,
          term,
          status,
          phase == Phase.OPEN ? Optional.empty() : decisive.map(Entry::author),
          attempts,
          List.copyOf(starters),
          doubleRun || unfailed.size() > 1,
          approval.filter(e -> gen(e) >= gen).isPresent(),
          reason(status, decisive),
          oldestFirst(remarks),
          updated(current, decisive));
    }

    /** The greatest stamp of what decides; remarks and overtaken claims do not. */
    private HybridTime updated(List<Entry> current, Optional<Entry> decisive) {
      List<Entry> deciding = new ArrayList<>(List.of(create, spec));
      reopen.ifPresent(deciding::add);
      cancel.ifPresent(deciding::add);
      approval.ifPresent(deciding::add);
      decisive.ifPresent(deciding::add);
      for (Entry cell : current) {
        if (life(cell).phase().started()) {
          deciding.add(cell);
        }
      }
      HybridTime updated = create.hlc();
      for (Entry entry : deciding) {
        updated = entry.hlc().compareTo(updated) > 0 ? entry.hlc() : updated;
      }
      return updated;
    }

    private String reason(TaskStatus status, Optional<Entry> decisive) {
      return switch (status) {
        case FAILED -> decisive.map(e -> life(e).reason()).orElse("");
        case CANCELLED -> cancel.map(e -> ((Body.Cancel) e.body()).reason()).orElse("");
        case OPEN, CLAIMED, RUNNING, DONE -> "";
      };
    }

    /**
     * Any DONE of the generation; else in the top term RUNNING, FAILED, CLAIMED, OPEN; among equals
     * the highest rank.
     */
    private Optional<Entry> decisive(List<Entry> current, int term) {
      Entry best = null;
      for (Entry cell : current) {
        boolean candidate = life(cell).phase() == Phase.DONE || life(cell).term() == term;
        if (candidate && (best == null || stronger(cell, best))) {
          best = cell;
        }
      }
      return Optional.ofNullable(best);
    }

    private boolean stronger(Entry a, Entry b) {
      int byWeight = Integer.compare(weight(life(a).phase()), weight(life(b).phase()));
      if (byWeight != 0) {
        return byWeight > 0;
      }
      Bytes task = TaskId.of(create.id()).bytes();
      int byRank = Long.compareUnsigned(hash.rank(task, a.author()), hash.rank(task, b.author()));
      return byRank != 0 ? byRank > 0 : a.id().compareTo(b.id()) > 0;
    }

    private final class Adder implements Body.Visitor<Void> {
      private final StoredEntry stored;
      private final Entry entry;

      Adder(StoredEntry stored) {
        this.stored = stored;
        this.entry = stored.entry();
      }

      /** Creator or operator, and the signature holds. */
      private boolean governs() {
        return (entry.author().equals(create.author()) || standing.operator(entry.author()))
            && standing.proven(stored);
      }

      @Override
      public Void create(Body.Create body) {
        return null;
      }

      @Override
      public Void edit(Body.Edit edit) {
        int version = edit.spec().version();
        boolean newer =
            version > specVersion
                || (version == specVersion && entry.id().compareTo(spec.id()) > 0);
        if (newer && governs()) {
          spec = entry;
          specVersion = version;
        }
        return null;
      }

      @Override
      public Void life(Body.Life life) {
        Optional<Author> target = ((Body.Create) create.body()).target();
        if (target.isEmpty() || target.get().equals(entry.author())) {
          Cell cell = new Cell(life.gen(), life.term(), entry.author());
          cells.merge(cell, entry, Parts::higher);
        }
        return null;
      }

      @Override
      public Void cancel(Body.Cancel body) {
        cancel = governs() ? later(cancel) : cancel;
        return null;
      }

      @Override
      public Void reopen(Body.Reopen body) {
        reopen = governs() ? later(reopen) : reopen;
        return null;
      }

      @Override
      public Void approve(Body.Approve body) {
        approval = governs() ? later(approval) : approval;
        return null;
      }

      /** The one with the higher generation, then the higher id. */
      private Optional<Entry> later(Optional<Entry> known) {
        int byGen = known.isEmpty() ? 1 : Integer.compare(gen(entry), gen(known.get()));
        int order = byGen != 0 ? byGen : entry.id().compareTo(known.get().id());
        return order > 0 ? Optional.of(entry) : known;
      }

      @Override
      public Void note(Body.Note note) {
        remarks.put(entry.id(), entry);
        return null;
      }

      @Override
      public Void result(Body.Result result) {
        remarks.put(entry.id(), entry);
        return null;
      }

      @Override
      public Void epochStart(Body.EpochStart epochStart) {
        return null;
      }

      @Override
      public Void roster(Body.RosterItem roster) {
        return null;
      }
    }

    /** The generation that a cancel, a reopen or an approval names. */
    private static int gen(Entry entry) {
      if (entry.body() instanceof Body.Cancel cancel) {
        return cancel.gen();
      } else if (entry.body() instanceof Body.Reopen reopen) {
        return reopen.gen();
      }
      return ((Body.Approve) entry.body()).gen();
    }

    private static Entry higher(Entry a, Entry b) {
      int byPhase = life(a).phase().compareTo(life(b).phase());
      int order = byPhase != 0 ? byPhase : a.id().compareTo(b.id());
      return order >= 0 ? a : b;
    }
  }

  private static Body.Life life(Entry entry) {
    return (Body.Life) entry.body();
  }

  private static Spec specOf(Entry entry) {
    return entry.body() instanceof Body.Edit edit
        ? edit.spec()
        : ((Body.Create) entry.body()).spec();
  }

  private static TaskStatus status(Phase phase, boolean cancelled) {
    if (cancelled && phase != Phase.DONE) {
      return TaskStatus.CANCELLED;
    }
    return switch (phase) {
      case OPEN -> TaskStatus.OPEN;
      case CLAIMED -> TaskStatus.CLAIMED;
      case RUNNING -> TaskStatus.RUNNING;
      case FAILED -> TaskStatus.FAILED;
      case DONE -> TaskStatus.DONE;
    };
  }

  /** DONE beats all, then RUNNING, FAILED, CLAIMED, OPEN. */
  private static int weight(Phase phase) {
    return switch (phase) {
      case OPEN -> 0;
      case CLAIMED -> 1;
      case FAILED -> 2;
      case RUNNING -> 3;
      case DONE -> 4;
    };
  }

  /** The newest ones, in the order of (time, id). */
  private static List<Entry> oldestFirst(SortedMap<EntryId, Entry> remarks) {
    List<Entry> sorted = new ArrayList<>(remarks.values());
    sorted.sort(LiveSelection.BY_TIME);
    return sorted.subList(Math.max(0, sorted.size() - LiveSelection.REMARKS_MAX), sorted.size());
  }
}
