package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which entries of a task decide its view: LIVE.
 *
 * <p>A pure function of the entries' bytes: rosters, keys and clocks do not enter, or two nodes
 * would keep different sets for ever. So the selection keeps, for each author, what would decide if
 * only some authors counted: the view of the selection is the view of all, for any verdict about
 * whole authors. Kept: creates, roster items, each author's newest edit, cancel, reopen and
 * approval; each author's started cells of every generation, its top claim or release above them,
 * and its newest {@value #REMARKS_MAX} notes and results.
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
    SortedMap<Author, List<StoredEntry>> remarks = new TreeMap<>();
    for (StoredEntry stored : entries) {
      Body body = stored.entry().body();
      if (body instanceof Body.Note || body instanceof Body.Result) {
        remarks.computeIfAbsent(stored.entry().author(), author -> new ArrayList<>()).add(stored);
      } else {
        registers.merge(Register.of(stored.entry()), stored, LiveSelection::greater);
      }
    }
    List<StoredEntry> selected = new ArrayList<>();
    for (Map.Entry<Register, StoredEntry> register : registers.entrySet()) {
      if (!overtaken(register.getKey(), register.getValue(), registers)) {
        selected.add(register.getValue());
      }
    }
    for (List<StoredEntry> ofAuthor : remarks.values()) {
      selected.addAll(newest(ofAuthor));
    }
    selected.sort(Comparator.comparing(e -> e.entry().id()));
    return selected;
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
    Register from = new Register(Kind.STARTED, key.author(), key.gen(), term, "");
    Register to = new Register(Kind.STARTED, key.author(), key.gen() + 1, 0, "");
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
    int byWeight = Long.compare(weight(a.entry().body()), weight(b.entry().body()));
    int order = byWeight != 0 ? byWeight : a.entry().id().compareTo(b.entry().id());
    return order >= 0 ? a : b;
  }

  /** What decides within one register, before ids. */
  private static long weight(Body body) {
    if (body instanceof Body.Life life) {
      return (long) life.term() << 8 | life.phase().number();
    } else if (body instanceof Body.Edit edit) {
      return edit.spec().version();
    } else if (body instanceof Body.Cancel cancel) {
      return cancel.gen();
    } else if (body instanceof Body.Reopen reopen) {
      return reopen.gen();
    } else if (body instanceof Body.Approve approve) {
      return approve.gen();
    }
    return 0;
  }

  private enum Kind {
    CREATE,
    EDIT,
    CANCEL,
    REOPEN,
    APPROVE,
    STARTED,
    UNSTARTED,
    ROSTER
  }

  /** A place that holds one entry; {@code unique} tells apart what is kept without limit. */
  private record Register(Kind kind, Author author, int gen, int term, String unique)
      implements Comparable<Register> {
    private static final Comparator<Register> ORDER =
        Comparator.comparing(Register::kind)
            .thenComparing(Register::author)
            .thenComparingInt(Register::gen)
            .thenComparingInt(Register::term)
            .thenComparing(Register::unique);

    static Register of(Entry entry) {
      Body body = entry.body();
      Author author = entry.author();
      if (body instanceof Body.Life life) {
        return life.phase().started()
            ? new Register(Kind.STARTED, author, life.gen(), life.term(), "")
            : new Register(Kind.UNSTARTED, author, life.gen(), 0, "");
      } else if (body instanceof Body.Create) {
        return new Register(Kind.CREATE, author, 0, 0, entry.id().bytes().hex());
      } else if (body instanceof Body.RosterItem) {
        return new Register(Kind.ROSTER, author, 0, 0, entry.id().bytes().hex());
      }
      return new Register(governing(body), author, 0, 0, "");
    }

    private static Kind governing(Body body) {
      if (body instanceof Body.Edit) {
        return Kind.EDIT;
      } else if (body instanceof Body.Cancel) {
        return Kind.CANCEL;
      } else if (body instanceof Body.Reopen) {
        return Kind.REOPEN;
      } else if (body instanceof Body.Approve) {
        return Kind.APPROVE;
      }
      throw new IllegalStateException("no register for " + body);
    }

    @Override
    public int compareTo(Register other) {
      return ORDER.compare(this, other);
    }
  }
}
