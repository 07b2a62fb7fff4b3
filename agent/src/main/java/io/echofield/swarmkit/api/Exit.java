package io.echofield.swarmkit.api;

/** Exit codes of the command line, also carried by answers of the agent. */
public final class Exit {
  public static final int OK = 0;

  /** Not found, a failed task, faults found. */
  public static final int FAILED = 1;

  /** The node's own state is not ok, or ledgers of reachable peers differ. */
  public static final int DEGRADED = 2;

  /** Bad flag or value. */
  public static final int USAGE = 64;

  /** Agent or broker not reachable, port in use, timeout. */
  public static final int UNAVAILABLE = 69;

  /** Unwritable folder, full disk, folder held by another agent. */
  public static final int CANNOT_CREATE = 73;

  /** Denied by policy or signature. */
  public static final int DENIED = 77;

  /** Anything wrong in a configuration file. */
  public static final int CONFIG = 78;

  private Exit() {}
}
