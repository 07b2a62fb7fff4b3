package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import io.echofield.swarmkit.store.mapdb.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our store as an agent opens it: a group is one batch, as the loop of a node commits it. */
final class StoreLog implements DurableLog {
  private final MapDbStore store;

  private StoreLog(MapDbStore store) {
    this.store = store;
  }

  static StoreLog open(Path folder) throws StoreException {
    MapDbStore store = store(folder);
    store.open();
    return new StoreLog(store);
  }

  /** Not opened yet. */
  static MapDbStore store(Path folder) {
    return new MapDbStore(folder, Load.CODEC, StoreSettings.of("benchmark"));
  }

  @Override
  public void append(List<Turn> group) throws StoreException {
    store.commit(writes(group));
  }

  static List<Write> writes(List<Turn> group) {
    List<Write> writes = new ArrayList<>();
    group.forEach(turn -> writes.addAll(turn.writes()));
    return writes;
  }

  @Override
  public void close() {
    store.close();
  }
}
