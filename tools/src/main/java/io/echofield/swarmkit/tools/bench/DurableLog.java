package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Something that keeps entries; one side of the comparison. One thread. */
interface DurableLog extends AutoCloseable {
  /** Returns when all of them would survive a power cut. */
  void append(List<Turn> group) throws Exception;

  @Override
  void close() throws IOException, SQLException;
}
