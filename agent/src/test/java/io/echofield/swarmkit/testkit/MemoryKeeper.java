package io.echofield.swarmkit.testkit;

import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.store.ContinuityKeeper;
import java.io.IOException;
import java.util.Optional;

/** A record beside the store, in heap, on a disk that fails when asked to. */
public final class MemoryKeeper implements ContinuityKeeper {
  public volatile boolean failing;
  private volatile Optional<Continuity> record = Optional.empty();

  @Override
  public ContinuityFound look() {
    return record
        .map(kept -> new ContinuityFound(false, Optional.of(kept), ContinuityFound.Place.SAME, ""))
        .orElseGet(ContinuityFound::nothing);
  }

  @Override
  public void keep(Continuity kept) throws IOException {
    if (failing) {
      throw new IOException("planted: cannot write the record");
    }
    record = Optional.of(kept);
  }

  public Optional<Continuity> record() {
    return record;
  }
}
