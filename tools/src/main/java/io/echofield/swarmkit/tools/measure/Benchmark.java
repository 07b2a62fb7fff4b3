package io.echofield.swarmkit.tools.measure;

import java.nio.file.Path;
import java.util.List;

/** One comparison: what is measured, against whom, and what we aim at. Stateless. */
public interface Benchmark {
  /** As typed: small letters, digits and dashes. */
  String name();

  /** The workload, the metric and the peers, in one sentence. */
  String measures();

  /** What a user may choose, each name once. */
  List<Parameter> parameters();

  /**
   * Makes ready what shall not be measured: load, peers, helpers.
   *
   * @param folder an empty one on the file system that is measured, removed after the last round
   * @throws Exception if it cannot be run here; the message says why and what to do
   */
  Plan prepare(Values values, Path folder) throws Exception;
}
