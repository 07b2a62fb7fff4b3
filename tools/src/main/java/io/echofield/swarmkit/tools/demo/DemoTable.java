package io.echofield.swarmkit.tools.demo;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.Table;
import java.util.ArrayList;
import java.util.List;

/** The swarm as a table: a row for each node, as it tells itself. */
final class DemoTable {
  private static final int HASH_DIGITS = 8;

  private DemoTable() {}

  static List<String> lines(List<Photo> photos, Paint paint) {
    Table table =
        new Table(
            paint, "NODE", "STATE", ">SCORE", "LEDGER", ">TASKS", ">DONE", ">OWED", "LINK", "SEES");
    for (Photo photo : photos) {
      Doc status = photo.status();
      table.row(
          photo.node(),
          photo.answered() ? status.text("state") : "starting",
          status.has("score") ? status.number("score") : "-",
          photo.answered() ? photo.ledger().substring(0, HASH_DIGITS) : "-",
          photo.tasks().size(),
          photo.done(),
          status.number("outbox"),
          photo.linkUp() ? "up" : "down",
          sees(photo, photos));
    }
    return table.lines();
  }

  private static String sees(Photo photo, List<Photo> all) {
    List<String> words = new ArrayList<>();
    for (Photo other : all) {
      String word = photo.sees(other.node());
      if (!word.isEmpty()) {
        words.add(other.node() + " " + word);
      }
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
  }
}
