package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which entries of a task decide its view: LIVE.
 *
 * <p>A pure function of the entries' bytes: rosters, keys and clocks do not enter, or two nodes
 * would keep different sets for ever. So the selection keeps what would decide under any verdict
 * about who counts and which signatures hold: the view of the selection is the view of all. Kept:
 * every S-kind (a forged cancel with a higher number must not push out the true one); each author's
 * started cells of every generation, its top claim or release above them, and its newest {@value
 * #REMARKS_MAX} notes and results, each for every way to name the task.
 *
 * <p>Selecting again after adding an entry gives the same as selecting from everything: {@code
 * select(select(A) + e) = select(A + e)}.
 */
public final class LiveSelection {
  /**
   * Notes and results kept for one task and author, and shown for one task; older ones stay in the
   * history only.
   */
  public static final int REMARKS_MAX = 64;

  static final Comparator<Entry> BY_TIME =
      Comparator.comparing(Entry::hlc).thenComparing(Entry::id);

  private LiveSelection() {}

  /** The deciding entries, in the order of ids. */
  public static List<StoredEntry> select(List<StoredEntry> entries) {
    SortedMap<Register, StoredEntry> registers = new TreeMap<>();
    SortedMap<Register, List<StoredEntry>> remarks = new TreeMap<>();
    for (StoredEntry stored : entries) {
      Register register = Register.of(stored.entry());
      if (register.kind() == Kind.REMARK) {
        remarks.computeIfAbsent(register, r -> new ArrayList<>()).add(stored);
      } else {
        registers.merge(register, stored, LiveSelection::greater);
      }
    }
    List<StoredEntry> selected = new ArrayList<>();
    for (Map.Entry<Register, StoredEntry> register : registers.entrySet()) {
      if (!overtaken(register.getKey(), register.getValue(), registers)) {
        selected.add(register.getValue());
      }
    }
    for (List<StoredEntry> ofRegister : remarks.values()) {
      selected.addAll(newest(ofRegister));
    }
    selected.sort(Comparator.comparing(e -> e.entry().id()));
    return selected;
  }

  /**
   * What is selected after one more entry of the task: {@code select(selected + added)}, without
   * selecting anew. Empty if the entry decides nothing.
   *
   * @param selected a selection, in the order of ids; not changed
   */
  static Optional<List<StoredEntry>> plus(List<StoredEntry> selected, StoredEntry added) {
    return added.entry().body() instanceof Body.Life life
        ? plusLife(selected, added, life)
        : added.entry().body().isSkind()
            ? inserted(selected, added, gone -> false)
            : plusRemark(selected, added);
  }

  /** Cells of other authors, generations or ways to name the task have no say in it. */
  private static Optional<List<StoredEntry>> plusLife(
      List<StoredEntry> selected, StoredEntry added, Body.Life life) {
    boolean started = life.phase().started();
    for (StoredEntry known : selected) {
      if (known.entry().body() instanceof Body.Life other && sameLife(known, added, other, life)) {
        boolean rival =
            other.phase().started() == started && (!started || other.term() == life.term());
        boolean overtakes = !started && other.phase().started() && other.term() >= life.term();
        if (overtakes || (rival && isGreater(known, added))) {
          return Optional.empty();
        }
      }
    }
    return inserted(
        selected,
        added,
        known ->
            known.entry().body() instanceof Body.Life other
                && sameLife(known, added, other, life)
                && (other.phase().started()
                    ? started && other.term() == life.term()
                    : !started || other.term() <= life.term()));
  }

  private static boolean sameLife(
      StoredEntry known, StoredEntry added, Body.Life other, Body.Life life) {
    return other.gen() == life.gen()
        && known.entry().author().equals(added.entry().author())
        && known.entry().task().equals(added.entry().task());
  }

  private static Optional<List<StoredEntry>> plusRemark(
      List<StoredEntry> selected, StoredEntry added) {
    Register register = Register.of(added.entry());
    Entry oldest = added.entry();
    int remarks = 1;
    for (StoredEntry known : selected) {
      if (Register.of(known.entry()).equals(register)) {
        remarks++;
        oldest = BY_TIME.compare(known.entry(), oldest) < 0 ? known.entry() : oldest;
      }
    }
    if (remarks <= REMARKS_MAX) {
      return inserted(selected, added, known -> false);
    }
    Entry gone = oldest;
    return gone.equals(added.entry())
        ? Optional.empty()
        : inserted(selected, added, known -> known.entry().equals(gone));
  }

  /** With the entry in its place among ids, unless it is there, and without what goes. */
  private static Optional<List<StoredEntry>> inserted(
      List<StoredEntry> selected, StoredEntry added, Predicate<StoredEntry> goes) {
    List<StoredEntry> grown = new ArrayList<>(selected.size() + 1);
    boolean placed = false;
    for (StoredEntry known : selected) {
      int order = placed ? 1 : known.entry().id().compareTo(added.entry().id());
      if (order == 0) {
        return Optional.empty();
      }
      if (!placed && order > 0) {
        grown.add(added);
        placed = true;
      }
      if (!goes.test(known)) {
        grown.add(known);
      }
    }
    if (!placed) {
      grown.add(added);
    }
    return Optional.of(grown);
  }

  /**
   * A claim or release says nothing once its author started something in the same or a later term.
   */
  private static boolean overtaken(
      Register key, StoredEntry value, SortedMap<Register, StoredEntry> registers) {
    if (key.kind() != Kind.UNSTARTED) {
      return false;
    }
    int term = ((Body.Life) value.entry().body()).term();
    Register from = new Register(Kind.STARTED, key.author(), key.name(), key.gen(), term);
    Register to = new Register(Kind.STARTED, key.author(), key.name(), key.gen() + 1, 0);
    return !registers.subMap(from, to).isEmpty();
  }

  private static List<StoredEntry> newest(List<StoredEntry> remarks) {
    List<StoredEntry> distinct = new ArrayList<>();
    remarks.sort(Comparator.comparing(StoredEntry::entry, BY_TIME));
    for (StoredEntry remark : remarks) {
      if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).entry().equals(remark.entry())) {
        distinct.add(remark);
      }
    }
    return distinct.subList(Math.max(0, distinct.size() - REMARKS_MAX), distinct.size());
  }

  private static StoredEntry greater(StoredEntry a, StoredEntry b) {
    return isGreater(a, b) ? a : b;
  }

  /** Or equal. */
  private static boolean isGreater(StoredEntry a, StoredEntry b) {
    int byWeight = Integer.compare(weight(a.entry().body()), weight(b.entry().body()));
    int order = byWeight != 0 ? byWeight : a.entry().id().compareTo(b.entry().id());
    return order >= 0;
  }

  /** What decides within one register, before ids: only cells of life share one. */
  private static int weight(Body body) {
    return body instanceof Body.Life life ? life.term() << 8 | life.phase().number() : 0;
  }

  private enum Kind {
    /** One register for each entry. */
    GOVERNING,
    /** One for each cell. */
    STARTED,
    /** One for each generation and author. */
    UNSTARTED,
    /** Many entries for each author. */
    REMARK
  }

  /**
   * A place that holds one entry, or the newest remarks.
   *
   * @param name the id of an S-kind; else the task reference as it was written, because another
   *     task may share its first bytes
   */
  private record Register(Kind kind, Author author, Bytes name, int gen, int term)
      implements Comparable<Register> {
    private static final Comparator<Register> ORDER =
        Comparator.comparing(Register::kind)
            .thenComparing(Register::author)
            .thenComparing(Register::name)
            .thenComparingInt(Register::gen)
            .thenComparingInt(Register::term);

    static Register of(Entry entry) {
      if (entry.body() instanceof Body.Life life) {
        return life.phase().started()
            ? new Register(Kind.STARTED, entry.author(), entry.task(), life.gen(), life.term())
            : new Register(Kind.UNSTARTED, entry.author(), entry.task(), life.gen(), 0);
      }
      return entry.body().isSkind()
          ? new Register(Kind.GOVERNING, entry.author(), entry.id().bytes(), 0, 0)
          : new Register(Kind.REMARK, entry.author(), entry.task(), 0, 0);
    }

    @Override
    public int compareTo(Register other) {
      return ORDER.compare(this, other);
    }
  }
}
