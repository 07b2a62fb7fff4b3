package io.echofield.swarmkit.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the system tells about itself, from texts as it tells them. */
class MachineTest {
  @Test
  void theFirstLineWithTheKeyCounts() {
    List<String> lines =
        List.of("PRETTY_NAME=\"Debian GNU/Linux 12\"", "model name\t: Some CPU", "model name\t: B");
    assertThat(Machine.firstValue(lines, "PRETTY_NAME", "=")).hasValue("Debian GNU/Linux 12");
    assertThat(Machine.firstValue(lines, "model name", ":")).hasValue("Some CPU");
    assertThat(Machine.firstValue(lines, "absent", ":")).isEmpty();
  }

  @Test
  void ofTheFlagsThoseOfOneMachineAreLeftOut() {
    assertThat(
            Machine.flags(
                List.of("-Xmx1g", "-Dhome=/x", "-XX:SharedArchiveFile=/x/y", "-Xlog:disable")))
        .isEqualTo("-Xmx1g");
  }

  @Test
  void aDeviceIsNumberedAsLinuxDoes() {
    assertThat(DiskWrites.number(0xfd00)).isEqualTo("253:0");
    assertThat(DiskWrites.number(0x10310305L)).isEqualTo("259:66309");
  }

  @Test
  void theSeventhNumberOfADeviceIsWhatWasWritten() {
    assertThat(DiskWrites.sectors("   10  2  3 4 5  6   77 8 9 10 11\n")).isEqualTo(77);
  }
}
