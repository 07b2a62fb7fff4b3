package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.StoreModel;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store that lost a part must look like: nothing in it was ever different, what is whole
 * somewhere in the runs is there, and it agrees with itself, so that peers see what is missing.
 *
 * @param model before the loss
 * @param folder where the store is
 * @param damaged the folder as it was before the store was opened
 */
record SalvageCheck(StoreModel model, Path folder, Path damaged) {
  void check(MapDbStore store, Restored restored) throws BrokenPromise, IOException {
    List<StoredEntry> found = store.reader().arrivals(0, Integer.MAX_VALUE);
    Map<EntryId, StoredEntry> before = new TreeMap<>();
    model.ledger().all().forEach(stored -> before.put(stored.entry().id(), stored));
    for (StoredEntry stored : found) {
      StoredEntry known = before.remove(stored.entry().id());
      if (known == null || !known.entry().canonical().equals(stored.entry().canonical())) {
        throw new BrokenPromise("it has an entry that was never written: " + stored, folder);
      }
    }
    for (StoredEntry missing : before.values()) {
      if (isWhole(missing)) {
        throw new BrokenPromise(
            "entry %s, arrival %d, is whole in a run but was lost"
                .formatted(missing.entry().id(), missing.arrival()),
            folder);
      }
    }
    Optional<String> disagreement = logs(found, restored).or(() -> live(store, restored));
    if (disagreement.isPresent()) {
      throw new BrokenPromise("after a loss it does not agree: " + disagreement.get(), folder);
    }
    if (restored.counter(Write.Counter.Name.EPOCH) != 0) {
      throw new BrokenPromise("after a loss it goes on in the same log epoch", folder);
    }
  }

  /** Whether the bytes of an entry are somewhere in the runs, as they were written. */
  private boolean isWhole(StoredEntry stored) throws IOException {
    String wanted = text(stored.entry().canonical().toArray());
    for (Path file : Folders.files(damaged.resolve("runs"))) {
      if (text(Files.readAllBytes(file)).contains(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** What is told of logs is what their entries say. */
  private static Optional<String> logs(List<StoredEntry> found, Restored restored) {
    SortedMap<LogId, LogState> counted = new TreeMap<>();
    for (StoredEntry stored : found) {
      LogId log = stored.entry().log();
      counted.put(log, counted.getOrDefault(log, LogState.empty(log)).plus(stored.entry()));
    }
    SortedMap<LogId, LogState> told = new TreeMap<>();
    for (LogState log : restored.logs()) {
      told.put(
          log.log(), new LogState(log.log(), log.held(), log.count(), log.sum(), Optional.empty()));
    }
    return counted.equals(told)
        ? Optional.empty()
        : Optional.of("logs are told as %s but have %s".formatted(told, counted));
  }

  /** What is told of LIVE is what its lists say. */
  private static Optional<String> live(MapDbStore store, Restored restored) {
    List<TaskKey> tasks = new ArrayList<>();
    tasks.add(TaskId.ROSTER.key());
    tasks.addAll(store.reader().tasks(Optional.empty(), Integer.MAX_VALUE));
    IdSum sum = IdSum.ZERO;
    long count = 0;
    for (TaskKey task : tasks) {
      for (StoredEntry stored : store.reader().live(task)) {
        sum = sum.plus(stored.entry().id());
        count++;
      }
    }
    LiveDigest counted = new LiveDigest(count, sum);
    return counted.equals(restored.live())
        ? Optional.empty()
        : Optional.of("LIVE is told as %s but is %s".formatted(restored.live(), counted));
  }
}
