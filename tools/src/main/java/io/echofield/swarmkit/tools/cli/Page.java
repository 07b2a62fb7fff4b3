package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.List;

/** Shows an answer to people. */
interface Page {
  /** The lines, without end-of-line characters. */
  List<String> lines(Doc answer, Paint paint, Instant now);
}
