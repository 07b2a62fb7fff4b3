package io.echofield.swarmkit.app;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.security.Ed25519Verifier;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.JournalRepair;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import io.echofield.swarmkit.store.mapdb.Progress;
import io.echofield.swarmkit.store.mapdb.StoreCheck;
import io.echofield.swarmkit.store.mapdb.StoreSettings;
import io.echofield.swarmkit.store.mapdb.StoreView;
import io.echofield.swarmkit.wire.EntryWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people do to a ledger as a whole, from outside the node: check it, copy it into a file, make
 * it good again, make it small. Checking and copying go on beside a running agent; the others want
 * the folder for themselves.
 */
public final class LedgerCare {
  /** How often a ledger is looked at anew because its agent merged files. */
  private static final int LOOKS_MAX = 5;

  private final Path folder;
  private final String holder;
  private final Identity identity;
  private final EntryWire codec;

  private LedgerCare(Path folder, String holder, Identity identity) {
    this.folder = folder;
    this.holder = holder;
    this.identity = identity;
    this.codec = new EntryWire(identity.hash());
  }

  /**
   * The ledger in a data folder.
   *
   * @param swarm the name of the swarm, which an open one's ids depend on
   * @param holder who asks, for the message that another opener gets
   * @throws AgentException if there is no ledger, or its keys cannot be read
   */
  public static LedgerCare of(Path dataDir, String swarm, String holder) throws AgentException {
    NodeFolders folders = new NodeFolders(dataDir);
    if (!Files.isDirectory(folders.store())) {
      throw new AgentException(
          Exit.UNAVAILABLE,
          "there is no ledger in " + dataDir,
          "say which node by -n or --data-dir",
          null);
    }
    return new LedgerCare(folders.store(), holder, Identity.load(folders.keys(), swarm));
  }

  /**
   * Compares everything with everything; changes nothing.
   *
   * @throws AgentException if there is nothing that can be read
   */
  public StoreCheck.Report verify(Progress progress) throws AgentException {
    return look(
        progress,
        view -> {
          StoreCheck.Report report =
              StoreCheck.check(view, identity.hash(), new Ed25519Verifier(), progress);
          return report.good() || !view.stale() ? Optional.of(report) : Optional.empty();
        });
  }

  /** Looks at a ledger. */
  private interface Look<T> {
    /** Empty if the agent changed the files meanwhile. */
    Optional<T> at(StoreView view) throws AgentException;
  }

  /** Tries again when the agent removed a file that was being read. */
  private <T> T look(Progress progress, Look<T> look) throws AgentException {
    for (int i = 0; i < LOOKS_MAX; i++) {
      try (StoreView view = StoreView.open(folder, codec, progress)) {
        Optional<T> seen = look.at(view);
        if (seen.isPresent()) {
          return seen.get();
        }
      } catch (StoreException e) {
        throw told(e);
      }
    }
    throw new AgentException(
        Exit.UNAVAILABLE,
        "the agent merges the files of the ledger faster than they can be read",
        "try again, or stop the agent for it",
        null);
  }

  /** A file with the whole ledger was written. */
  public record Snapshot(Path file, long entries, long bytes) {}

  /**
   * Writes the whole ledger into a file, whole or not at all, over what was there.
   *
   * @param overOthers whether a file that is no snapshot may be written over
   * @throws AgentException also if the ledger has faults: a snapshot is of a good one
   */
  public Snapshot snapshot(Path file, boolean overOthers, Progress progress) throws AgentException {
    refuse(file, overOthers);
    return look(
        progress,
        view -> {
          try {
            return Optional.of(snapshot(view, file, progress));
          } catch (AgentException e) {
            if (view.stale()) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private void refuse(Path file, boolean overOthers) throws AgentException {
    Path target = file.toAbsolutePath().normalize();
    boolean odd = Files.exists(target) && !Files.isRegularFile(target);
    if (odd || target.startsWith(folder.toAbsolutePath().normalize().getParent())) {
      throw new AgentException(
          Exit.CANNOT_CREATE,
          file + (odd ? " is no file" : " lies in the node's own folder"),
          "choose another place for the snapshot",
          null);
    }
    try {
      if (Files.exists(target) && !overOthers && !SnapshotFile.isOne(target)) {
        throw new AgentException(
            Exit.CANNOT_CREATE,
            file + " is there and is no snapshot",
            "choose another place, or say --yes",
            null);
      }
    } catch (IOException e) {
      throw new AgentException(
          Exit.CANNOT_CREATE, "cannot read " + file + ": " + Reasons.of(e), "choose another", e);
    }
  }

  private Snapshot snapshot(StoreView view, Path file, Progress progress) throws AgentException {
    if (!view.faults().isEmpty()) {
      throw new AgentException(
          Exit.FAILED,
          "the ledger has a fault: " + view.faults().get(0),
          "echofield ledger verify shows all, echofield ledger repair mends them",
          null);
    }
    try {
      long entries = new SnapshotFile(file, identity, progress).write(view);
      return new Snapshot(file, entries, Files.size(file));
    } catch (UncheckedIOException e) {
      throw new AgentException(
          Exit.FAILED, e.getCause().getMessage(), "echofield ledger verify", e);
    } catch (IOException e) {
      throw new AgentException(
          Exit.CANNOT_CREATE,
          "cannot write " + file + ": " + Reasons.of(e),
          "make space, or choose another place",
          e);
    }
  }

  /**
   * What a repair did.
   *
   * @param done sentences; empty if there was nothing to do
   * @param entriesBefore entries that could be read before; -1 if none could be counted
   * @param snapshotWhole false: the snapshot that was given is damaged or of another swarm
   * @param after the check after it
   */
  public record Repaired(
      List<String> done, long entriesBefore, boolean snapshotWhole, StoreCheck.Report after) {}

  /**
   * Makes the ledger good again from what is in the folder and, if given, from a snapshot. Damaged
   * files are put aside, not removed; what is missing then comes from peers.
   *
   * @param settings of the node whose ledger it is
   * @throws AgentException if an agent holds the folder, or the disk fails
   */
  public Repaired repair(Settings settings, Optional<Path> snapshot, Progress progress)
      throws AgentException {
    long before = entries(progress);
    List<String> done = new ArrayList<>();
    try {
      done.addAll(JournalRepair.repair(folder, codec, holder));
    } catch (StoreException e) {
      throw told(e);
    }
    boolean whole = true;
    try (Agent node = Agent.offline(settings)) {
      done.addAll(node.storeNotices());
      if (snapshot.isPresent()) {
        whole = from(snapshot.get(), node, done, progress);
      }
    }
    return new Repaired(done, before, whole, verify(progress));
  }

  /** Whether the snapshot was good to its end; what came of it is added to {@code done}. */
  private boolean from(Path snapshot, Agent node, List<String> done, Progress progress)
      throws AgentException {
    List<String> notes = new ArrayList<>();
    long[] taken = {0};
    try {
      notes.addAll(
          new SnapshotFile(snapshot, identity, progress)
              .read((entries, proofs) -> taken[0] += node.take(entries, proofs)));
    } catch (IOException e) {
      throw new AgentException(
          Exit.UNAVAILABLE,
          "cannot read the snapshot " + snapshot + ": " + Reasons.of(e),
          "say another file",
          e);
    }
    done.addAll(notes);
    done.add("%d entries came back from %s".formatted(taken[0], snapshot));
    return notes.isEmpty();
  }

  private long entries(Progress progress) {
    try (StoreView view = StoreView.open(folder, codec, progress)) {
      return view.restored().logs().stream().mapToLong(LogState::count).sum();
    } catch (UncheckedIOException | StoreException e) {
      return -1; // what follows says why
    }
  }

  /**
   * Makes the ledger of a node that does not run as small as it can be.
   *
   * @throws AgentException if an agent holds the folder, or there is no space
   */
  public NodeStore.Compacted compact(Progress progress) throws AgentException {
    try (MapDbStore store = new MapDbStore(folder, codec, StoreSettings.of(holder))) {
      store.open();
      return store.compact(progress);
    } catch (StoreException e) {
      throw told(e);
    }
  }

  private static AgentException told(StoreException e) {
    return new AgentException(Agent.exit(e.reason()), e.getMessage(), "", e);
  }
}
