package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastLinesTest {
  private final LastLines lines = new LastLines();

  @Test
  void nothingIsEmpty() {
    assertThat(lines.joined()).isEmpty();
  }

  @Test
  void onlyTheLastStayAndLongOnesAreCut() {
    for (int i = 0; i < LastLines.LINES_MAX + 1; i++) {
      lines.add("line " + i);
    }
    lines.add("x".repeat(LastLines.LINE_CHARACTERS_MAX + 9));
    assertThat(lines.joined())
        .startsWith("line 2 | ")
        .endsWith(" | " + "x".repeat(LastLines.LINE_CHARACTERS_MAX));
  }
}
