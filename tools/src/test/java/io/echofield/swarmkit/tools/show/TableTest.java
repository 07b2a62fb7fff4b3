package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  private static final Paint PLAIN = new Paint(false);

  @Test
  void columnsAlignAndLinesHaveNoBlanksAtTheirEnds() {
    Table table = new Table(PLAIN, "NODE", ">SCORE", "REASON");
    table.row("node-a", 97, "");
    table.row("b", 5, "disk");
    assertThat(table.lines())
        .containsExactly("NODE    SCORE  REASON", "node-a     97", "b           5  disk");
  }

  @Test
  void anEmptyCellInTheMiddleKeepsItsPlace() {
    Table table = new Table(PLAIN, "A", ">B", "C", "D");
    table.row("aa", "", "", "d");
    table.row("a", "bb", "c", "d");
    assertThat(table.lines()).containsExactly("A    B  C  D", "aa         d", "a   bb  c  d");
  }

  @Test
  void coloursDoNotChangeTheAlignment() {
    Table table = new Table(new Paint(true), "STATE", "X");
    table.row("ok", 1);
    table.row("offline", 2);
    assertThat(table.lines())
        .anySatisfy(line -> assertThat(line).contains("\u001b["))
        .extracting(line -> line.replaceAll("\u001b\\[[0-9]*m", ""))
        .containsExactly("STATE    X", "ok       1", "offline  2");
  }

  @Test
  void textOfOthersNeverMovesTheCursor() {
    Table table = new Table(PLAIN, "NAME");
    table.row("a\u001b[2Jb\nc\u202ed");
    assertThat(table.lines()).containsExactly("NAME", "a?[2Jb?c?d");
  }
}
