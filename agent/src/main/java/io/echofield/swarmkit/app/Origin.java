package io.echofield.swarmkit.app;

/**
 * Where a setting, or a fault in one, comes from.
 *
 * @param source the flag, file, or environment variable as the user knows it
 * @param line of a file, from 1; 0 where there are no lines
 * @param column of a file in characters, from 1; 0 where there are no lines
 */
public record Origin(Kind kind, String source, int line, int column) {
  /** Kinds of sources, in the order in which faults are told. */
  public enum Kind {
    FLAG,
    ENVIRONMENT,
    FILE,
    HOST_NAME,
    DEFAULT
  }

  /** Nobody said anything. */
  public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default", 0, 0);

  /** The node id of a user who named none. */
  public static final Origin HOST_NAME = new Origin(Kind.HOST_NAME, "host name", 0, 0);

  public static Origin flag(String flag) {
    return new Origin(Kind.FLAG, flag, 0, 0);
  }

  /** A variable of the environment, without the dollar sign. */
  public static Origin environment(String variable) {
    return new Origin(Kind.ENVIRONMENT, "$" + variable, 0, 0);
  }

  /** A file as a whole. */
  public static Origin file(String name) {
    return new Origin(Kind.FILE, name, 0, 0);
  }

  public static Origin file(String name, int line, int column) {
    return new Origin(Kind.FILE, name, line, column);
  }

  /** For people: {@code --node-id}, {@code echo_config.yaml:3:5}, {@code default}. */
  public String text() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
