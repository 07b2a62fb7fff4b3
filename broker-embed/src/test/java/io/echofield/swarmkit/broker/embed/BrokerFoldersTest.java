package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFoldersTest {
  @TempDir Path folder;

  @Test
  void missingFoldersAreMadeAndNoProbeStays() throws Exception {
    BrokerFolders folders = BrokerFolders.below(folder.resolve("a/b"));
    folders.prepare();
    folders.prepare();
    assertThat(folders.data()).isEmptyDirectory();
    assertThat(folders.configuration()).isEmptyDirectory();
    assertThat(folders.extensions()).isEmptyDirectory();
  }

  @Test
  void aFileInTheWayIsToldInOneLine() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> BrokerFolders.below(file.resolve("broker")).prepare())
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.FOLDER_NOT_WRITABLE))
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void theSweepEmptiesTheTemporaryFolderOnly() throws Exception {
    BrokerFolders folders = BrokerFolders.below(folder);
    folders.prepare();
    Files.createFile(Files.createDirectory(folders.temporary().resolve("d")).resolve("f"));
    Files.createFile(folders.data().resolve("kept"));
    folders.sweepTemporary();
    assertThat(folders.temporary()).isEmptyDirectory();
    assertThat(folders.data()).isNotEmptyDirectory();
  }
}
