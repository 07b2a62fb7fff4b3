package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a ledger that can be believed from what is in the folder.
 *
 * <p>The work file if it was closed cleanly and is as sealed; else the newest good checkpoint; then
 * every later batch of the journal. If neither is there, what is damaged is put aside and the
 * ledger begins with what the journal still has.
 */
final class Recovery {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'.corrupt-'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StoreFolder folder;
  private final StoreSettings settings;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Checkpoints checkpoints;
  private final Consumer<String> notices;

  Recovery(
      StoreFolder folder,
      StoreSettings settings,
      EntryCodec entries,
      WriteWire batches,
      Checkpoints checkpoints,
      Consumer<String> notices) {
    this.folder = folder;
    this.settings = settings;
    this.entries = entries;
    this.batches = batches;
    this.checkpoints = checkpoints;
    this.notices = notices;
  }

  /**
   * A ledger and the journal that goes on from it.
   *
   * @param doubtful something in the folder was not good: a new checkpoint is wanted
   */
  record Recovered(WorkFile work, Tables tables, Journal journal, boolean doubtful) {}

  /**
   * Where to begin.
   *
   * @param batch the last batch in the ledger file
   * @param doubtful whether something better was damaged
   * @param lost whether batches are missing
   */
  private record Base(long batch, boolean doubtful, boolean lost) {}

  Recovered recover() throws IOException, StoreException {
    Optional<Base> clean = cleanBase();
    Base base = clean.isPresent() ? clean.get() : checkpointBase();
    WorkFile work = WorkFile.open(folder.work());
    try {
      Tables tables = new Tables(work.db(), entries);
      Batch.Mistakes mistakes = base.lost() ? Batch.Mistakes.LEAVE_OUT : Batch.Mistakes.REFUSE;
      Journal journal =
          Journal.open(
              folder.journal(),
              settings,
              base.batch(),
              (number, payload) -> replay(work, tables, number, payload, mistakes),
              notices);
      if (base.lost()) {
        settle(work, tables, journal);
      }
      return new Recovered(work, tables, journal, base.doubtful() || base.lost() || journal.gap());
    } catch (IOException | StoreException | RuntimeException | Error e) {
      work.abandon();
      throw e;
    }
  }

  /**
   * The work file, if its seal says that it may be used. From here on it may change, so the seal is
   * gone.
   */
  private Optional<Base> cleanBase() throws IOException {
    CleanMark mark = new CleanMark(folder);
    boolean clean = mark.isSet();
    Optional<Seal> seal = mark.seal();
    Optional<String> fault = Optional.of("its seal cannot be read");
    if (seal.isPresent()) {
      fault =
          Files.exists(folder.work())
              ? seal.get().differs(Seal.of(folder.work(), seal.get().batch()))
              : Optional.of("it is missing");
    }
    mark.remove();
    if (clean && fault.isPresent()) {
      notices.accept(
          "the ledger file %s is made again from a checkpoint and the journal: %s"
              .formatted(folder.work(), fault.get()));
    }
    return fault.isPresent()
        ? Optional.empty()
        : Optional.of(new Base(seal.get().batch(), false, false));
  }

  private Base checkpointBase() throws IOException {
    List<Long> sealed = checkpoints.batches();
    for (int i = 0; i < sealed.size(); i++) {
      if (checkpoints.restore(sealed.get(i), folder.work(), notices)) {
        remove(sealed.subList(0, i));
        return new Base(sealed.get(i), i > 0, false);
      }
    }
    long first = Journal.firstBatch(folder.journal());
    if (first == 1) {
      Files.deleteIfExists(folder.work());
      remove(sealed);
      return new Base(0, !sealed.isEmpty(), false);
    }
    if (first == 0 && sealed.isEmpty() && !Files.exists(folder.work())) {
      // Before the ledger file, so that a ledger file without a journal is never taken for a
      // beginning.
      Journal.begin(folder.journal(), settings);
      return new Base(0, false, false);
    }
    return putAside(sealed, first);
  }

  /** Removes checkpoints that are not good but not needed either. */
  private void remove(List<Long> batches) throws IOException {
    for (long batch : batches) {
      checkpoints.remove(batch);
    }
  }

  private Base putAside(List<Long> sealed, long firstBatch) throws IOException {
    String ending = TIME.format(Instant.now());
    for (long batch : sealed) {
      checkpoints.putAside(batch, ending);
    }
    Path work = folder.work();
    if (Files.exists(work)) {
      StoreFolder.rename(work, work.resolveSibling(StoreFolder.name(work) + ending));
    }
    long newest = sealed.isEmpty() ? 0 : sealed.get(0);
    long base = firstBatch > 0 ? firstBatch - 1 : newest;
    notices.accept(
        "no checkpoint in %s is good: damaged files are put aside as *%s, %s; peers send again what is missing"
            .formatted(
                folder.root(),
                ending,
                firstBatch > 0
                    ? "the ledger begins with batch " + firstBatch + " of the journal"
                    : "the ledger begins empty"));
    return new Base(base, true, true);
  }

  private void settle(WorkFile work, Tables tables, Journal journal) throws IOException {
    try {
      work.reserve(work.usedBytes());
      LostParts.settle(tables, batches);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void replay(
      WorkFile work, Tables tables, long number, byte[] payload, Batch.Mistakes mistakes)
      throws StoreException {
    try {
      List<Write> writes =
          batches
              .decode(Bytes.copyOf(payload))
              .fold(
                  good -> good,
                  reason -> {
                    throw new IllegalStateException(reason);
                  });
      Batch batch = Batch.of(writes, tables, mistakes);
      work.reserve(batch.spaceBytes(payload.length));
      batch.apply(tables, batches);
    } catch (IllegalStateException e) {
      throw new StoreException(
          StoreException.Reason.DAMAGED,
          "batch %d of the journal %s does not fit the ledger: %s"
              .formatted(number, folder.journal(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw StoreFailures.working(folder.root(), "applying batch " + number, e);
    }
  }
}
