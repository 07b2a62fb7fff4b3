package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.nio.file.Path;

/** A process that opens a folder. */
public final class SecondOpener {
  private SecondOpener() {}

  /** Argument: the folder. */
  public static void main(String[] arguments) throws Exception {
    try (MapDbStore store =
        new MapDbStore(
            Path.of(arguments[0]), NodeStoreContract.CODEC, StoreSettings.of("second"))) {
      store.open();
    }
  }
}
