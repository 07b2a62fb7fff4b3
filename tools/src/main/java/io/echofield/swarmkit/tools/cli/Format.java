package io.echofield.swarmkit.tools.cli;

/** How answers are printed. */
enum Format {
  /** For people. */
  TABLE,
  /** The whole answer as one JSON document. */
  JSON,
  /** The elements of a list, one JSON document a line. */
  JSONL
}
