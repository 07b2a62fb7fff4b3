package io.echofield.swarmkit.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.api.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a page cannot go is found out before the run that it is about. */
class ReportFileTest {
  @TempDir Path folder;

  @Test
  void aCheckLeavesEverythingAsItWas() throws Exception {
    Path page = folder.resolve("day.html");
    new ReportFile(page).check();
    assertThat(page).doesNotExist();
    Files.writeString(page, "yesterday");
    new ReportFile(page).check();
    assertThat(page).hasContent("yesterday");
    new ReportFile(page).write("today");
    assertThat(page).hasContent("today");
  }

  @Test
  void aFolderIsNoFile() {
    refused(folder, Exit.CANNOT_CREATE, "cannot write " + folder + ": is a directory");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    Path page = folder.resolve("none/day.html");
    refused(page, Exit.CANNOT_CREATE, "cannot write " + page + ": there is no such folder");
  }

  @Test
  void aFileInPlaceOfAFolderIsSaidWithoutItsPathTwice() throws Exception {
    Path page = Files.writeString(folder.resolve("file"), "").resolve("day.html");
    refused(page, Exit.CANNOT_CREATE, "cannot write " + page + ": Not a directory");
  }

  @Test
  void aPictureAloneIsNotWhatIsWritten() {
    Path picture = folder.resolve("day.SVG");
    refused(picture, Exit.USAGE, "a report is a page of HTML, not " + picture);
  }

  private static void refused(Path file, int exit, String what) {
    assertThatThrownBy(() -> new ReportFile(file).check())
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exit()).isEqualTo(exit))
        .hasMessage(what);
  }
}
