package io.echofield.swarmkit.link.mqtt;

/** A bell for one sleeper. Rung while nobody sleeps, it ends the next sleep at once. */
final class Wake {
  private boolean rung;

  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /** Returns when rung, or after {@code millis}. */
  synchronized void sleep(long millis) throws InterruptedException {
    long endNanos = System.nanoTime() + millis * 1_000_000;
    long leftMillis = millis;
    while (!rung && leftMillis > 0) {
      wait(leftMillis);
      leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
    }
    rung = false;
  }
}
