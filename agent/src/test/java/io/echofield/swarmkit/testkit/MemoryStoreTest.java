package io.echofield.swarmkit.testkit;

import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.store.NodeStore;

final class MemoryStoreTest extends NodeStoreContract {
  private final MemoryStore store = new MemoryStore();

  @Override
  protected NodeStore store() {
    return store;
  }
}
