package io.echofield.swarmkit.lab.swarm;

/**
 * How a virtual link treats frames, each way.
 *
 * @param loss chance that a frame is lost, 0 to 1
 * @param duplicate chance that it comes twice
 * @param delayMinMillis shortest delay
 * @param delayMaxMillis longest delay; frames overtake each other within the span
 */
public record LinkQuality(double loss, double duplicate, long delayMinMillis, long delayMaxMillis) {
  public static final LinkQuality GOOD = new LinkQuality(0, 0, 1, 5);
  public static final LinkQuality BAD = new LinkQuality(0.2, 0.1, 1, 3_000);
}
