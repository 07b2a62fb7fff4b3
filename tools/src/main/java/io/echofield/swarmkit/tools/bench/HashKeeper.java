package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Our side in "lost after restore": the shipping ledger on every node. A node that was set back
 * uses its numbers again, as if nothing had warned it; logs whose heads differ are exchanged. One
 * thread.
 */
final class HashKeeper implements RestoreSchedule.Keeper {
  private static final int EPOCH = 1;
  private static final List<Signer> SIGNERS = TaskLoad.unsigned(RestoreSchedule.NODES);
  private static final Bytes TASK = Bytes.ofHex("77".repeat(TaskId.BYTES));

  private final List<MergeRun> nodes = new ArrayList<>();
  private final List<List<Entry>> backups = new ArrayList<>();

  HashKeeper() {
    for (int node = 0; node < RestoreSchedule.NODES; node++) {
      nodes.add(empty());
      backups.add(List.of());
    }
  }

  private static MergeRun empty() {
    return new MergeRun(Load.HASH, Load.CODEC, MergeRun.TRUSTING, SIGNERS);
  }

  @Override
  public void write(int node, int text) {
    Author author = SIGNERS.get(node).author();
    LogId log = new LogId(author, EPOCH);
    long seq = nodes.get(node).ledger().log(log).maxSeq() + 1;
    Body note = new Body.Note(Integer.toString(text));
    Draft draft = new Draft(log, seq, 0, TASK, new HybridTime(text), note);
    nodes.get(node).take(Load.CODEC.compose(draft, SIGNERS.get(node)).canonical());
  }

  @Override
  public void tell(int from, int to) {
    for (LogState state : nodes.get(from).ledger().logs().values()) {
      LogState theirs = nodes.get(to).ledger().log(state.log());
      if (!theirs.sum().equals(state.sum()) || theirs.count() != state.count()) {
        entries(from).stream()
            .filter(entry -> entry.log().equals(state.log()))
            .forEach(entry -> nodes.get(to).take(entry.canonical()));
      }
    }
  }

  private List<Entry> entries(int node) {
    return nodes.get(node).ledger().reader().arrivals(0, Integer.MAX_VALUE).stream()
        .map(StoredEntry::entry)
        .toList();
  }

  @Override
  public void backup(int node) {
    backups.set(node, entries(node));
  }

  @Override
  public void restore(int node) {
    MergeRun restored = empty();
    backups.get(node).forEach(entry -> restored.take(entry.canonical()));
    nodes.set(node, restored);
  }

  @Override
  public SortedSet<Integer> texts(int node) {
    SortedSet<Integer> texts = new TreeSet<>();
    entries(node).forEach(entry -> texts.add(Integer.parseInt(((Body.Note) entry.body()).text())));
    return texts;
  }
}
