package io.echofield.swarmkit.core.sync;

/**
 * What a link can carry.
 *
 * @param frameBytesMax largest payload in bytes
 * @param retained whether the medium keeps retained channels for late readers
 * @param burstBytes how much the node may hand over at once, in bytes, before it waits {@value
 *     #BURST_PAUSE_MILLIS} ms
 */
public record LinkLimits(int frameBytesMax, boolean retained, int burstBytes) {
  public static final long BURST_PAUSE_MILLIS = 200;
}
