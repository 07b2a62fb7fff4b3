package io.echofield.swarmkit.core.sync;

/** One kind of thing that a node has to say on one link. One thread; monotonic milliseconds. */
interface Duty {
  long NEVER = Long.MAX_VALUE;

  /** The link came up: begin anew. */
  void linkUp(long nowMono);

  /** When there is something to say next; {@link #NEVER} if there is nothing. */
  long dueMono();

  /**
   * Says what is due, as much as the link takes now: on a LAN all of it, by radio one frame. Called
   * only when it is due and the link's share allows a frame; afterwards {@link #dueMono} has moved
   * or less is left to say.
   */
  void perform(long nowMono);
}
