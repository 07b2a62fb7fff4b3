package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PahoThreadsTest {
  private static final String SENDER = "MQTT Snd: node-a~swarm-mast";

  @Test
  void aSenderThatNobodyWakesAnyMoreEnds() throws Exception {
    Waiting sender = Waiting.start(new ThreadGroup("link-a"), SENDER);

    endSendersIn(sender.thread.getThreadGroup());

    sender.thread.join();
    assertThat(sender.woken).isTrue();
  }

  @Test
  void callbacksAndTheSendersOfOtherLinksAreLeftAlone() throws Exception {
    ThreadGroup ours = new ThreadGroup("link-a");
    Waiting callback = Waiting.start(ours, "MQTT Call: node-a~swarm-mast");
    Waiting other = Waiting.start(new ThreadGroup("link-b"), SENDER);

    endSendersIn(ours);

    assertThat(callback.thread.isAlive()).isTrue();
    assertThat(other.thread.isAlive()).isTrue();
    callback.end();
    other.end();
    assertThat(callback.woken).isFalse();
    assertThat(other.woken).isFalse();
  }

  private static void endSendersIn(ThreadGroup group) throws InterruptedException {
    Thread link =
        new Thread(
            group,
            () -> {
              try {
                PahoThreads.endSenders();
              } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the link", e);
              }
            });
    link.start();
    link.join();
  }

  /** Waits until ended, or until an interrupt, as Paho's sender does. */
  private static final class Waiting implements Runnable {
    private final CountDownLatch runs = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private Thread thread;
    private volatile boolean woken;

    static Waiting start(ThreadGroup group, String name) throws InterruptedException {
      Waiting waiting = new Waiting();
      waiting.thread = new Thread(group, waiting, name);
      waiting.thread.setDaemon(true);
      waiting.thread.start();
      waiting.runs.await();
      return waiting;
    }

    void end() throws InterruptedException {
      end.countDown();
      thread.join();
    }

    @Override
    public void run() {
      runs.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        woken = true;
      }
    }
  }
}
