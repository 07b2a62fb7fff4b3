package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that must not be opened, and what the operator is told. */
final class MapDbStoreFolderTest {
  @TempDir private Path root;

  @Test
  void theSecondOpenerIsToldWhoHoldsTheFolder() throws Exception {
    Path folder = root.resolve("data");
    try (MapDbStore first = store(folder, "alpha")) {
      first.open();
      Path sameFolder = Files.createSymbolicLink(root.resolve("link"), folder);
      for (Path path : new Path[] {folder, sameFolder}) {
        MapDbStore second = store(path, "beta");
        assertRefused(
            second,
            StoreException.Reason.HELD,
            "is in use by pid " + ProcessHandle.current().pid() + ", node alpha");
        second.close();
      }
      assertRefused(store(folder, "gamma"), StoreException.Reason.HELD, "node alpha");
    }
    try (MapDbStore second = store(folder, "beta")) {
      NodeStoreContract.assertSame(second.open(), Restored.nothing());
    }
  }

  @Test
  void aFolderThatCannotBeMadeOrWrittenIsRefused() throws Exception {
    Path file = Files.createFile(root.resolve("file"));
    assertRefused(
        store(file, "alpha"), StoreException.Reason.NOT_WRITABLE, "cannot be made or written");
    assertRefused(
        store(file.resolve("below"), "alpha"),
        StoreException.Reason.NOT_WRITABLE,
        "cannot be made or written");
  }

  @Test
  void aNewerFormatIsRefusedAndNotTouched() throws Exception {
    Path folder = root.resolve("data");
    try (MapDbStore store = store(folder, "alpha")) {
      store.open();
    }
    String newer = FormatMark.text(FormatMark.VERSION + 1);
    Files.writeString(folder.resolve("format"), newer);
    List<Path> before = Folders.files(folder);
    assertRefused(store(folder, "alpha"), StoreException.Reason.TOO_NEW, "has format 3");
    assertThat(folder.resolve("format")).hasContent(newer);
    assertThat(Folders.files(folder)).isEqualTo(before);
    Files.writeString(folder.resolve("format"), "echofield-store 1\n");
    assertRefused(store(folder, "alpha"), StoreException.Reason.DAMAGED, "development versions");
    Files.writeString(folder.resolve("format"), "what?\n");
    assertRefused(store(folder, "alpha"), StoreException.Reason.DAMAGED, "layout");
  }

  @Test
  void whatIsUsedWithoutBeingOpenIsAMistake() throws Exception {
    MapDbStore store = store(root.resolve("data"), "alpha");
    assertThatThrownBy(() -> store.commit(List.of())).isInstanceOf(IllegalStateException.class);
    store.open();
    assertThatThrownBy(store::open).isInstanceOf(IllegalStateException.class);
    store.close();
    assertThatThrownBy(() -> store.reader().arrivals(0, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFolderAtRestIsSmall() throws Exception {
    Path folder = root.resolve("data");
    try (MapDbStore store = store(folder, "alpha")) {
      store.open();
      assertThat(store.sizeBytes()).isLessThan(2 << 20);
    }
    assertThat(new StoreFolder(folder, Disk.real()).sizeBytes()).isLessThan(1_000);
    assertThat(Disk.real().list(folder, StoreFolder.TEMPORARY)).isEmpty();
  }

  private static MapDbStore store(Path folder, String holder) {
    return new MapDbStore(folder, NodeStoreContract.CODEC, StoreSettings.of(holder));
  }

  private static void assertRefused(
      MapDbStore store, StoreException.Reason reason, String message) {
    assertThatThrownBy(store::open)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
