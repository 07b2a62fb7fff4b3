package io.echofield.swarmkit.link.mqtt;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends the threads that a closed Paho client leaves behind.
 *
 * <p>Its sender looks whether it shall go on, and then waits for work without looking again; told
 * to stop in between, it waits for ever: one thread in some hundreds of connections, on a link that
 * flaps thousands in a year. Woken once its client is closed it ends. Paho starts its threads from
 * the link's, so they are of the link's thread group, and no other link's are.
 */
final class PahoThreads {
  /** How long a link waits for its client's senders before it dials again. */
  static final long END_MILLIS_MAX = 1_000;

  private static final String SENDER_NAME = "MQTT Snd";
  private static final long WAKE_EVERY_MILLIS = 20;

  private PahoThreads() {}

  /**
   * Wakes the senders in this thread's group until they have ended, at most {@value
   * #END_MILLIS_MAX} ms; what is left then is met at the next call. Others are not touched: a
   * callback may be in the node's own code.
   */
  static void endSenders() throws InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS_MAX);
    for (List<Thread> left = senders();
        !left.isEmpty() && System.nanoTime() < endNanos;
        left = senders()) {
      for (Thread sender : left) {
        sender.interrupt();
        sender.join(WAKE_EVERY_MILLIS);
      }
    }
  }

  private static List<Thread> senders() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] threads = new Thread[group.activeCount() * 2 + 8]; // an estimate, and more may start
    int count = group.enumerate(threads, false);
    return Arrays.stream(threads, 0, count)
        .filter(thread -> thread.getName().startsWith(SENDER_NAME))
        .toList();
  }
}
