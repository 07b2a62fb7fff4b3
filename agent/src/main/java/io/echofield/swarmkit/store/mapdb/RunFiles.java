package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The files of runs in their folder: {@code FIRST-LAST.db} with the cells and {@code
 * FIRST-LAST.seal}, named by the batches that they hold. The seal comes last and goes first, so a
 * run with a seal is whole.
 */
record RunFiles(StoreFolder folder) {
  private static final String DATA = ".db";
  private static final String SEAL = ".seal";

  Disk disk() {
    return folder.disk();
  }

  Path data(Span span) {
    return folder.runs().resolve(span + DATA);
  }

  Path seal(Span span) {
    return folder.runs().resolve(span + SEAL);
  }

  Path temporary(Span span) {
    return folder.runs().resolve(span + DATA + StoreFolder.TEMPORARY);
  }

  long bytes(Span span) throws IOException {
    return disk().size(data(span));
  }

  void makeFolder() throws IOException {
    disk().makeFolder(folder.runs());
    disk().forceFolder(folder.root());
  }

  /** Runs with a seal, by their first batch, the longer one first. */
  List<Span> sealed() throws IOException {
    return spans(SEAL);
  }

  /** Gives a finished file its name and then its seal. */
  void seal(Span span, Seal seal) throws IOException {
    folder.rename(temporary(span), data(span));
    folder.replace(seal(span), seal.text());
  }

  /**
   * Removes a run that another one covers, or that is put aside. A mapping may keep the file alive
   * for a while: its space is given back at once.
   */
  void remove(Span span) throws IOException {
    disk().delete(seal(span));
    disk().forceFolder(folder.runs());
    if (disk().exists(data(span))) {
      try (DiskFile file = disk().openToWrite(data(span))) {
        file.setLength(0);
      }
      disk().delete(data(span));
    }
  }

  /** Removes what was not finished before it had a name. */
  void removeTemporary() throws IOException {
    for (Path file : disk().list(folder.runs(), StoreFolder.TEMPORARY)) {
      disk().delete(file);
    }
  }

  /** Runs without a seal: not finished, about to go, or their seal was lost. */
  List<Span> unsealed() throws IOException {
    List<Span> unsealed = new ArrayList<>();
    for (Span span : spans(DATA)) {
      if (!disk().exists(seal(span))) {
        unsealed.add(span);
      }
    }
    return unsealed;
  }

  /** Puts a damaged run aside, for people and for {@code ledger repair}. */
  void putAside(Span span, String ending) throws IOException {
    if (disk().exists(seal(span))) {
      disk().rename(seal(span), folder.runs().resolve(span + SEAL + ending));
    }
    if (disk().exists(data(span))) {
      disk().rename(data(span), folder.runs().resolve(span + DATA + ending));
    }
    disk().forceFolder(folder.runs());
  }

  /** Damaged runs that were put aside. */
  List<Path> putAside() throws IOException {
    List<Path> aside = new ArrayList<>();
    for (Path file : disk().list(folder.runs(), "")) {
      if (StoreFolder.name(file).contains(DATA + RunChain.ASIDE)) {
        aside.add(file);
      }
    }
    return aside;
  }

  private List<Span> spans(String suffix) throws IOException {
    List<Span> spans = new ArrayList<>();
    for (Path file : disk().list(folder.runs(), suffix)) {
      Optional<Span> span = Span.of(file);
      span.ifPresent(spans::add);
    }
    Collections.sort(spans);
    return spans;
  }
}
