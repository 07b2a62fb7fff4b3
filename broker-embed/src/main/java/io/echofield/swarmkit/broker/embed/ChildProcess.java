package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One life of the broker's child JVM.
 *
 * <p>Two daemon threads drain its output, so that it never blocks on a full pipe. It dies with this
 * process: the kernel closes its standard input then, whatever killed us.
 */
final class ChildProcess {
  private static final long LAST_WORDS_MILLIS_MAX = 500;

  private final Process process;
  private final LastLines lastLines = new LastLines();
  private final CompletableFuture<BrokerEndpoints> ready = new CompletableFuture<>();

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the JVM and hands it its settings; does not wait for the broker.
   *
   * @throws BrokerException if there is no such program, or it ends before it could read
   */
  static ChildProcess launch(List<String> arguments, BrokerSettings settings)
      throws BrokerException {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    ChildCommand.clean(builder.environment());
    ChildProcess child;
    try {
      child = new ChildProcess(builder.start());
    } catch (IOException e) {
      throw new BrokerException(Reason.FAILED, "cannot start " + arguments.get(0), e);
    }
    child.startDrains();
    try {
      OutputStream orders = child.process.getOutputStream();
      orders.write(ChildProtocol.encode(settings));
      orders.flush();
    } catch (IOException e) {
      child.kill();
      throw new BrokerException(
          Reason.FAILED, "broker process ended at once: " + child.lastLines(), e);
    }
    return child;
  }

  /**
   * Waits until the broker listens. On failure the child is killed first.
   *
   * @throws BrokerException as the child reported, or because it ended or took too long
   */
  BrokerEndpoints awaitReady(long millisMax) throws BrokerException {
    try {
      return ready.get(millisMax, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      kill();
      throw e.getCause() instanceof BrokerException reported
          ? reported
          : new BrokerException(Reason.FAILED, "broker process: " + e.getCause(), e);
    } catch (TimeoutException e) {
      kill();
      throw new BrokerException(
          Reason.FAILED,
          "broker process was not ready after " + millisMax + " ms: " + lastLines(),
          e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new BrokerException(Reason.FAILED, "interrupted while the broker started", e);
    }
  }

  /** Blocks until the child is dead and returns its exit code (128 + signal when killed). */
  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  String lastLines() {
    return lastLines.joined();
  }

  /**
   * Asks a ready child for a clean stop, waits, and kills it if it takes longer or was not ready.
   */
  void stop(long millisMax) {
    if (!ready.isDone()) {
      kill();
      return;
    }
    try {
      OutputStream orders = process.getOutputStream();
      orders.write(ChildProtocol.STOP);
      orders.flush();
      if (process.waitFor(millisMax, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It is dead or dying; killing it makes sure.
      lastLines.add("stop not taken: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /**
   * Returns when the child is dead, so that its port and folder are free; a kill -9 takes no time.
   */
  void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void startDrains() {
    Thread errors = thread("broker-child-err", () -> readAll(process.getErrorStream()));
    thread("broker-child-out", () -> readToTheEnd(errors));
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * A child that ends without a word has failed to start, and what it said on the other stream is
   * why.
   */
  private void readToTheEnd(Thread errors) {
    readAll(process.getInputStream());
    try {
      errors.join(LAST_WORDS_MILLIS_MAX);
      process.waitFor(LAST_WORDS_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String code = process.isAlive() ? "" : " with code " + process.exitValue();
    ready.completeExceptionally(
        new BrokerException(Reason.FAILED, "broker process ended" + code + ": " + lastLines()));
  }

  private void readAll(InputStream stream) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        understand(line);
      }
    } catch (IOException e) {
      lastLines.add("output lost: " + e.getMessage());
    }
  }

  private void understand(String line) {
    Optional<BrokerEndpoints> listening = ChildProtocol.parseReady(line);
    Optional<BrokerException> failed = ChildProtocol.parseFailed(line);
    listening.ifPresent(ready::complete);
    failed.ifPresent(ready::completeExceptionally);
    if (listening.isEmpty() && failed.isEmpty()) {
      lastLines.add(line);
    }
  }
}
