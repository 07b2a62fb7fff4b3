package io.echofield.swarmkit.tools.demo;

/**
 * What a demo is asked for.
 *
 * @param nodes 2 to {@value #NODES_MAX}, each a process of its own
 * @param cutMillis how long one node stays cut off
 * @param limitMillis by when it must have converged; 0 if never too late
 * @param endsByItself whether it ends when converged, or goes on until it is told
 */
public record DemoOptions(int nodes, long cutMillis, long limitMillis, boolean endsByItself) {
  /** Each node is a JVM of some 80 MB. */
  public static final int NODES_MAX = 9;

  public DemoOptions {
    if (nodes < 2 || nodes > NODES_MAX) {
      throw new IllegalArgumentException("nodes must be 2 to " + NODES_MAX + " but was " + nodes);
    }
  }
}
