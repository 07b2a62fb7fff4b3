package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what a machine is told from another one. */
class MachineMarksTest {
  @TempDir private Path folder;
  private int machines;

  @Test
  void noNumberOfTheMachineIsKept() throws IOException {
    MachineMarks marks = machine("10000000abcdef01\0", "", "0123456789abcdef0123456789abcdef\n");
    assertThat(marks.hashes()).containsOnlyKeys("board", "system");
    assertThat(marks.toString()).doesNotContain("abcdef01").doesNotContain("0123456789abcdef");
  }

  @Test
  void aClonedCardIsToldByItsBoard() throws IOException {
    MachineMarks one = machine("board-1\0", "", "system-1");
    MachineMarks clone = machine("board-2\0", "", "system-1");
    assertThat(one.differ(clone)).isTrue();
    assertThat(one.differ(machine("board-1\0", "", "system-1"))).isFalse();
  }

  @Test
  void aSystemInstalledAnewOnOneBoardIsTheSameMachine() throws IOException {
    assertThat(machine("board-1", "", "system-1").differ(machine("board-1", "", "system-2")))
        .isFalse();
  }

  @Test
  void withoutHardwareTheSystemDecides() throws IOException {
    assertThat(machine("", "", "system-1").differ(machine("", "", "system-2"))).isTrue();
  }

  @Test
  void whatOnlyRootMayReadIsNoChange() throws IOException {
    MachineMarks asRoot = machine("", "product-1", "system-1");
    MachineMarks asUser = machine("", "", "system-1");
    assertThat(asRoot.differ(asUser)).isFalse();
    assertThat(asUser.differ(asRoot)).isFalse();
    assertThat(machine("", "", "").differ(asRoot)).isFalse();
  }

  private MachineMarks machine(String board, String product, String system) throws IOException {
    Path root = folder.resolve("machine-" + machines++);
    put(root.resolve("proc/device-tree/serial-number"), board);
    put(root.resolve("sys/class/dmi/id/product_uuid"), product);
    put(root.resolve("etc/machine-id"), system);
    return MachineMarks.read(root);
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    if (!text.isEmpty()) {
      Files.writeString(file, text);
    }
  }
}
