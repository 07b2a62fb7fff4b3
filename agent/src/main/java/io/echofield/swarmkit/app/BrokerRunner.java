package io.echofield.swarmkit.app;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerState;
import io.echofield.swarmkit.broker.LocalBroker;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the node's own broker beside the node, on a thread of its own.
 *
 * <p>A broker that does not start for a reason that may pass is tried again; one that cannot start
 * where it was asked to ends the first attempt with that reason.
 */
final class BrokerRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerRunner.class);
  private static final long RETRY_SECONDS_MAX = 30;

  private final LocalBroker broker;
  private final BiConsumer<String, Integer> listening;
  private final CompletableFuture<BrokerEndpoints> first = new CompletableFuture<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "broker");
  private volatile String text = "starting";

  /** Host and port, empty until the first start has succeeded. */
  private volatile String address = "";

  /** {@code listening} is told host and port once. */
  BrokerRunner(LocalBroker broker, BiConsumer<String, Integer> listening) {
    this.broker = broker;
    this.listening = listening;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The endpoints, or a {@link BrokerException} if the first attempt failed. */
  CompletableFuture<BrokerEndpoints> firstStart() {
    return first;
  }

  /** For people: {@code 127.0.0.1:1883 running}. */
  String text() {
    return text;
  }

  @Override
  public void close() {
    closing.complete(null);
    broker.stop();
    text = "stopped";
  }

  private void run() {
    boolean up = false;
    long retrySeconds = 1;
    while (!up && !closing.isDone()) {
      try {
        BrokerEndpoints endpoints = broker.start(state -> changed(state));
        address = endpoints.host() + ":" + endpoints.port();
        text = address + " running";
        LOG.info("broker={} state=running pid={}", address, endpoints.pid());
        listening.accept(endpoints.host(), endpoints.port());
        first.complete(endpoints);
        up = true;
      } catch (RuntimeException e) {
        LOG.error("broker state=broken reason=\"{}\"", e.toString(), e);
        text = "broken: " + e.getMessage();
        first.completeExceptionally(e);
        pause(RETRY_SECONDS_MAX);
      } catch (BrokerException e) {
        boolean toBeTold = first.isDone() || e.reason() == BrokerException.Reason.FAILED;
        if (toBeTold && !closing.isDone()) {
          LOG.warn("broker state=failed reason=\"{}\" retry_s={}", e.getMessage(), retrySeconds);
        }
        text = "failed: " + e.getMessage();
        first.completeExceptionally(e);
        pause(retrySeconds);
        retrySeconds = Math.min(RETRY_SECONDS_MAX, 2 * retrySeconds);
      }
    }
  }

  /** Also told of the end of a broker that was stopped while it started. */
  private void changed(BrokerState state) {
    String word = state.name().toLowerCase(Locale.ROOT);
    text = address.isEmpty() ? word : address + " " + word;
    LOG.info("broker={} state={}", address, word);
  }

  /** Returns after the pause, or at once when the runner is closed. */
  private void pause(long seconds) {
    try {
      closing.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.debug("broker state=retry");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
