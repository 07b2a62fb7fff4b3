package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.Verifier;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults that a simulator must find, planted around a core that has none of them. */
final class Planted {
  private Planted() {}

  /** Sends, replies and jobs come before the commit. */
  static Tamper hasty() {
    return new Tamper() {
      @Override
      public boolean hasty(VirtualNode node) {
        return true;
      }
    };
  }

  /** A look-up of what is live leaves out some entries of tasks about which enough was written. */
  static Tamper leavesOut(BiPredicate<VirtualNode, Entry> left, int historyMin) {
    return new Tamper() {
      @Override
      public NodeParts parts(VirtualNode node, NodeParts p) {
        LedgerReader reader = new Forgetful(p.reader(), e -> left.test(node, e), historyMin);
        return with(p, p.entryCodec(), p.verifier(), reader);
      }
    };
  }

  /** Of the cells of a task only the one with the latest stamp counts. */
  static Tamper lastWriterWins() {
    return new Tamper() {
      @Override
      public NodeParts parts(VirtualNode node, NodeParts p) {
        return with(p, p.entryCodec(), p.verifier(), new LastWriterWins(p.reader()));
      }
    };
  }

  /** Whatever bears a signature is taken for signed. */
  static Tamper believesSignatures() {
    return new Tamper() {
      @Override
      public NodeParts parts(VirtualNode node, NodeParts p) {
        Verifier real = p.verifier();
        Verifier gullible =
            new Verifier() {
              @Override
              public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
                return true;
              }

              @Override
              public Author author(Bytes publicKey) {
                return real.author(publicKey);
              }
            };
        return with(p, p.entryCodec(), gullible, p.reader());
      }
    };
  }

  /** Drafts are changed before they become entries. */
  static Tamper drafts(UnaryOperator<Draft> changed) {
    return new Tamper() {
      @Override
      public NodeParts parts(VirtualNode node, NodeParts p) {
        return with(p, new Drafting(p.entryCodec(), changed), p.verifier(), p.reader());
      }
    };
  }

  /** A node writes into its first log whatever became of its store. */
  static Tamper oneLogForEver() {
    Map<Author, LogId> first = new HashMap<>();
    return drafts(
        d -> {
          LogId log = first.computeIfAbsent(d.log().author(), author -> d.log());
          return new Draft(log, d.seq(), d.group(), d.task(), d.hlc(), d.body());
        });
  }

  /** What a node says is changed on its way out. */
  static Tamper sends(UnaryOperator<List<Send>> changed) {
    return outcomes(
        (node, o) ->
            new Outcome(
                o.writes(),
                o.kept(),
                changed.apply(o.sends()),
                o.replies(),
                o.jobs(),
                o.wakeAtMonoMillis()));
  }

  /** A link forgets what it owes as soon as it was sent. */
  static Tamper sentIsDelivered() {
    return outcomes(
        (node, o) -> {
          List<Write> writes = new ArrayList<>(o.writes());
          for (Write write : o.writes()) {
            if (write instanceof Write.Append append) {
              long arrival = append.stored().arrival();
              writes.add(new Write.Cursor(node.cells().get(0).name(), arrival));
            }
          }
          return with(o, writes, o.jobs(), o.wakeAtMonoMillis());
        });
  }

  /** Timers go by the wall clock. */
  static Tamper wallTimers() {
    return outcomes(
        (node, o) -> {
          boolean never = o.wakeAtMonoMillis() == Long.MAX_VALUE;
          long wake = never ? Long.MAX_VALUE : o.wakeAtMonoMillis() - node.clock.skewMillis;
          return with(o, o.writes(), o.jobs(), wake);
        });
  }

  /** Starts again what another node holds, as if its lease had been renewed by an old beacon. */
  static Tamper startsWhatOthersHold() {
    return outcomes(
        (node, o) -> {
          List<Job> jobs = new ArrayList<>(o.jobs());
          for (Write write : o.writes()) {
            if (write instanceof Write.Append append
                && append.stored().entry().body() instanceof Body.Life life
                && life.phase() == Phase.RUNNING
                && !append.stored().entry().author().equals(node.author())) {
              node.core()
                  .ledger()
                  .task(append.stored().entry().key().orElseThrow())
                  .ifPresent(
                      task ->
                          jobs.add(
                              new Job.RunRemedy(
                                  task.id(),
                                  life.gen(),
                                  life.term(),
                                  new ActionName("noop"),
                                  new TreeMap<>(),
                                  false)));
            }
          }
          return with(o, o.writes(), jobs, o.wakeAtMonoMillis());
        });
  }

  /** Jobs start so much later, whatever became of their tasks meanwhile. */
  static Tamper startsLate(long byMillis) {
    Map<VirtualNode, NavigableMap<Long, List<Job>>> held = new HashMap<>();
    return outcomes(
        (node, o) -> {
          long now = node.swarm().nowMillis();
          NavigableMap<Long, List<Job>> late = held.computeIfAbsent(node, n -> new TreeMap<>());
          late.computeIfAbsent(now + byMillis, at -> new ArrayList<>()).addAll(o.jobs());
          NavigableMap<Long, List<Job>> due = late.headMap(now, true);
          List<Job> jobs = due.values().stream().flatMap(List::stream).toList();
          due.clear();
          return with(o, o.writes(), jobs, o.wakeAtMonoMillis());
        });
  }

  /** What decides a task is no longer known as soon as the task is cancelled. */
  static Tamper dropsLiveOfCancelled() {
    return outcomes(
        (node, o) -> {
          List<Write> writes = o.writes().stream().map(w -> withoutCancelled(node, w)).toList();
          return with(o, writes, o.jobs(), o.wakeAtMonoMillis());
        });
  }

  private static Write withoutCancelled(VirtualNode node, Write write) {
    return write instanceof Write.Live live
            && node.core()
                .ledger()
                .task(live.task())
                .filter(t -> t.status() == TaskStatus.CANCELLED)
                .isPresent()
        ? new Write.Live(live.task(), List.of())
        : write;
  }

  /** One node says nothing on a channel. */
  static Tamper neverSends(int number, Channel channel) {
    Tamper silent =
        sends(
            sends ->
                sends.stream()
                    .filter(s -> !(s instanceof Send.OfFrame f) || f.channel() != channel)
                    .toList());
    return when(node -> node.number() == number, silent);
  }

  /** A fault that begins some time after the world did. */
  static Tamper after(long millis, Tamper fault) {
    return when(node -> node.swarm().nowMillis() >= millis, fault);
  }

  private static Tamper when(Predicate<VirtualNode> planted, Tamper fault) {
    return new Tamper() {
      @Override
      public Outcome outcome(VirtualNode node, Event event, Outcome outcome) {
        return planted.test(node) ? fault.outcome(node, event, outcome) : outcome;
      }
    };
  }

  /** Remedies are never run: that they were started is durable, and nothing comes of it. */
  static Tamper neverRuns() {
    return outcomes(
        (node, o) ->
            with(
                o,
                o.writes(),
                o.jobs().stream().filter(job -> !(job instanceof Job.RunRemedy)).toList(),
                o.wakeAtMonoMillis()));
  }

  /**
   * An entry is known by author, epoch and seq alone: the second one at a number is taken for the
   * first.
   */
  static Tamper dotsInsteadOfHashes() {
    return new Tamper() {
      @Override
      public NodeParts parts(VirtualNode node, NodeParts p) {
        return with(p, p.entryCodec(), p.verifier(), new ByDots(p.reader(), node));
      }
    };
  }

  static Tamper throwsAtFrames() {
    return new Tamper() {
      @Override
      public Outcome outcome(VirtualNode node, Event event, Outcome outcome) {
        if (event instanceof Event.FrameReceived) {
          throw new IllegalStateException("planted");
        }
        return outcome;
      }
    };
  }

  /** Says again on SYNC what it says in a beacon. */
  static List<Send> chatty(List<Send> sends) {
    List<Send> more = new ArrayList<>(sends);
    for (Send send : sends) {
      if (send instanceof Send.OfFrame frame && frame.channel() == Channel.BEACON) {
        more.add(new Send.OfFrame(frame.link(), Channel.SYNC, 0, frame.frame()));
      }
    }
    return more;
  }

  /** Says every frame twice. */
  static List<Send> twice(List<Send> sends) {
    return again(sends, 1);
  }

  /** Says every frame a hundred times. */
  static List<Send> endless(List<Send> sends) {
    return again(sends, 99);
  }

  private static List<Send> again(List<Send> sends, int times) {
    List<Send> more = new ArrayList<>(sends);
    for (int i = 0; i < times; i++) {
      sends.stream().filter(Send.OfFrame.class::isInstance).forEach(more::add);
    }
    return more;
  }

  /** Writes all again that it wrote about tasks, a hundred times. */
  static Tamper writesEndlessly() {
    return outcomes(
        (node, o) -> {
          List<Write> writes = new ArrayList<>(o.writes());
          for (int i = 0; i < 99; i++) {
            o.writes().stream().filter(Write.Live.class::isInstance).forEach(writes::add);
            o.writes().stream().filter(Write.Due.class::isInstance).forEach(writes::add);
            o.writes().stream().filter(Write.Log.class::isInstance).forEach(writes::add);
            o.writes().stream().filter(Write.Counter.class::isInstance).forEach(writes::add);
          }
          return with(o, writes, o.jobs(), o.wakeAtMonoMillis());
        });
  }

  /** Says nothing but beacons. */
  static List<Send> beaconsOnly(List<Send> sends) {
    return sends.stream()
        .filter(send -> !(send instanceof Send.OfFrame f) || f.channel() == Channel.BEACON)
        .toList();
  }

  /** Frames are longer than a link carries. */
  static List<Send> tooLong(List<Send> sends) {
    List<Send> longer = new ArrayList<>();
    for (Send send : sends) {
      longer.add(
          send instanceof Send.OfFrame f
              ? new Send.OfFrame(
                  f.link(), f.channel(), f.slot(), f.frame().concat(Bytes.copyOf(new byte[65_536])))
              : send);
    }
    return longer;
  }

  private static Tamper outcomes(
      java.util.function.BiFunction<VirtualNode, Outcome, Outcome> changed) {
    return new Tamper() {
      @Override
      public Outcome outcome(VirtualNode node, Event event, Outcome outcome) {
        return changed.apply(node, outcome);
      }
    };
  }

  private static Outcome with(Outcome o, List<Write> writes, List<Job> jobs, long wake) {
    return new Outcome(writes, o.kept(), o.sends(), o.replies(), jobs, wake);
  }

  private static NodeParts with(
      NodeParts p, EntryCodec codec, Verifier verifier, LedgerReader reader) {
    return new NodeParts(
        p.hash(),
        codec,
        p.frameCodec(),
        p.signer(),
        verifier,
        p.authorityKey(),
        reader,
        p.gate(),
        p.random());
  }

  private record Drafting(EntryCodec codec, UnaryOperator<Draft> changed) implements EntryCodec {
    @Override
    public Entry compose(Draft draft, Signer signer) {
      return codec.compose(changed.apply(draft), signer);
    }

    @Override
    public Decoded<Entry> decode(Bytes canonical) {
      return codec.decode(canonical);
    }
  }

  /** A reader that is right but for what is live. */
  private abstract static class Lying implements LedgerReader {
    private final LedgerReader reader;

    Lying(LedgerReader reader) {
      this.reader = reader;
    }

    abstract List<StoredEntry> lie(TaskKey key, List<StoredEntry> live);

    @Override
    public List<StoredEntry> live(TaskKey key) {
      return lie(key, reader.live(key));
    }

    @Override
    public boolean contains(EntryId id) {
      return reader.contains(id);
    }

    @Override
    public List<StoredEntry> byPrefix(Bytes idPrefix, int max) {
      return reader.byPrefix(idPrefix, max);
    }

    @Override
    public List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
      return reader.log(log, fromSeq, toSeq, max);
    }

    @Override
    public List<StoredEntry> history(TaskKey key, long afterArrival, int max) {
      return reader.history(key, afterArrival, max);
    }

    @Override
    public List<TaskKey> tasks(Optional<TaskKey> after, int max) {
      return reader.tasks(after, max);
    }

    @Override
    public List<TaskKey> tasksByHexPrefix(String hexDigits, int max) {
      return reader.tasksByHexPrefix(hexDigits, max);
    }

    @Override
    public List<StoredEntry> arrivals(long afterArrival, int max) {
      return reader.arrivals(afterArrival, max);
    }
  }

  private static final class Forgetful extends Lying {
    private final Predicate<Entry> left;
    private final int historyMin;

    Forgetful(LedgerReader reader, Predicate<Entry> left, int historyMin) {
      super(reader);
      this.left = left;
      this.historyMin = historyMin;
    }

    @Override
    List<StoredEntry> lie(TaskKey key, List<StoredEntry> live) {
      return history(key, 0, historyMin).size() < historyMin
          ? live
          : live.stream().filter(stored -> !left.test(stored.entry())).toList();
    }
  }

  /** Knows by other nodes' stores at which number an entry stands that it does not hold. */
  private static final class ByDots extends Lying {
    private final VirtualNode node;

    ByDots(LedgerReader reader, VirtualNode node) {
      super(reader);
      this.node = node;
    }

    @Override
    List<StoredEntry> lie(TaskKey key, List<StoredEntry> live) {
      return live;
    }

    @Override
    public boolean contains(EntryId id) {
      return super.contains(id)
          || node.swarm().nodes().stream()
              .flatMap(other -> other.store().reader().byPrefix(id.bytes(), 1).stream())
              .map(StoredEntry::entry)
              .anyMatch(entry -> !log(entry.log(), entry.seq(), entry.seq(), 1).isEmpty());
    }
  }

  private static final class LastWriterWins extends Lying {
    LastWriterWins(LedgerReader reader) {
      super(reader);
    }

    @Override
    List<StoredEntry> lie(TaskKey key, List<StoredEntry> live) {
      StoredEntry last = null;
      List<StoredEntry> kept = new ArrayList<>();
      for (StoredEntry stored : live) {
        if (!(stored.entry().body() instanceof Body.Life)) {
          kept.add(stored);
        } else if (last == null || stored.entry().hlc().compareTo(last.entry().hlc()) > 0) {
          last = stored;
        }
      }
      if (last != null) {
        kept.add(last);
      }
      return kept;
    }
  }
}
