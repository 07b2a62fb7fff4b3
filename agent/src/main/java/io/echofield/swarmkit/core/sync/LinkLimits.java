package io.echofield.swarmkit.core.sync;

/**
 * What a link can carry.
 *
 * @param frameBytesMax largest payload in bytes
 * @param retained whether the medium keeps retained channels for late readers
 * @param burstBytes how much the node may hand over at once, in bytes, before it waits {@value
 *     #BURST_PAUSE_MILLIS} ms
 * @param medium how its time is shared
 * @param bytesPerSecond what the node plans to send on average, its share of the channel; 0 = as
 *     much as the bursts let it
 */
public record LinkLimits(
    int frameBytesMax, boolean retained, int burstBytes, Medium medium, int bytesPerSecond) {
  public static final long BURST_PAUSE_MILLIS = 200;

  /**
   * Largest payload that nodes hand to a broker or a folder, in bytes: with the envelope of a
   * medium well below {@link FrameCodec#FRAME_BYTES_MAX}, which brokers may set as the limit of a
   * packet.
   */
  public static final int LAN_FRAME_BYTES = 49_152;

  /** Longest back-off on a LAN of a member of a large group, in milliseconds. */
  public static final long LAN_BACKOFF_MILLIS = 750;

  /** The least that carries a digest, a head signature and a signed create without parameters. */
  public static final int FRAME_BYTES_MIN = 180;

  /** How the time of a link is shared. */
  public enum Medium {
    /** Plenty: beacons at a fixed interval and on change. */
    LAN,
    /**
     * Little: digests by Trickle, health on its own timer, nothing retained, LIVE before history.
     */
    RADIO
  }

  /** A link of the kind {@link Medium#LAN}. */
  public LinkLimits(int frameBytesMax, boolean retained, int burstBytes) {
    this(frameBytesMax, retained, burstBytes, Medium.LAN, 0);
  }

  public LinkLimits {
    if (frameBytesMax < FRAME_BYTES_MIN || frameBytesMax > FrameCodec.FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame limit must be "
              + FRAME_BYTES_MIN
              + " to "
              + FrameCodec.FRAME_BYTES_MAX
              + " bytes but was "
              + frameBytesMax);
    }
  }

  /**
   * A radio: frames of this size, and this share of the channel in bytes a second, of which a few
   * frames may go at once.
   */
  public static LinkLimits radio(int frameBytesMax, int bytesPerSecond) {
    return new LinkLimits(
        frameBytesMax, false, RADIO_BURST_FRAMES * frameBytesMax, Medium.RADIO, bytesPerSecond);
  }

  private static final int RADIO_BURST_FRAMES = 5;

  public boolean radio() {
    return medium == Medium.RADIO;
  }
}
