package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.store.ContinuityKeeper;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import io.echofield.swarmkit.store.mapdb.StoreSettings;
import jakarta.inject.Singleton;

/** The durable ledger, and the record beside it. */
final class StoreModule extends AbstractModule {
  @Provides
  @Singleton
  NodeStore store(Settings settings, EntryCodec codec) {
    NodeFolders folder = new NodeFolders(settings.dataDir());
    return new MapDbStore(folder.store(), codec, StoreSettings.of(settings.nodeId().text()));
  }

  @Provides
  @Singleton
  ContinuityKeeper continuity(Settings settings) {
    NodeFolders folder = new NodeFolders(settings.dataDir());
    return ContinuityFile.of(folder.continuity());
  }
}
