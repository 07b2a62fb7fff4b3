package io.echofield.swarmkit.broker.embed;

/** Prints how long something took, for the numbers in the README. */
final class Stopwatch {
  private final long startNanos = System.nanoTime();

  void print(String what) {
    System.out.println(what + " " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
  }
}
