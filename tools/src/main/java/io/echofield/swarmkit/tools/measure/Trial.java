package io.echofield.swarmkit.tools.measure;

import java.nio.file.Path;
import java.util.List;

/**
 * What one side does in every round.
 *
 * @param workload what is done; sides are compared within it
 * @param side {@link #OURS} or the name of a peer
 */
public record Trial(String workload, String side, Work work) {
  /** The side of this project in every benchmark. */
  public static final String OURS = "echofield";

  /** Does it once and says what was read. */
  public interface Work {
    /**
     * Runs in an empty folder of its own; what it leaves there is removed.
     *
     * @throws Exception if something broke; a slow result is none
     */
    List<Reading> run(Path folder) throws Exception;
  }

  @Override
  public String toString() {
    return workload + ", " + side;
  }
}
