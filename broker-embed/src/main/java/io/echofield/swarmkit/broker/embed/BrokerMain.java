package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child JVM of {@link ChildBroker}: one broker, from settings on standard input until that
 * ends.
 */
final class BrokerMain {
  /** Exit code after a clean stop. */
  static final int EXIT_STOPPED = 0;

  /** Exit code when the broker could not start; the reason is on standard output. */
  static final int EXIT_FAILED = 1;

  /** Exit code when the agent is gone. */
  static final int EXIT_ORPHANED = 3;

  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    // Standard output carries the protocol; whoever else prints goes to standard error.
    @SuppressWarnings("resource") // lives as long as the process
    FileOutputStream agent = new FileOutputStream(FileDescriptor.out);
    System.setOut(new PrintStream(System.err, true, UTF_8));
    logToStandardError();
    leaveSignalsToTheAgent();
    InputStream orders = System.in;
    BrokerSettings settings = ChildProtocol.decode(orders);
    InProcessBroker broker = new InProcessBroker(settings);
    Thread watch = new Thread(() -> obey(orders, broker), "agent-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      agent.write(ChildProtocol.ready(broker.start(state -> {})));
    } catch (BrokerException e) {
      agent.write(ChildProtocol.failed(e));
      halt(EXIT_FAILED);
    } catch (RuntimeException | LinkageError e) {
      // Exits even if the broker's threads live: the supervisor knows what to do.
      agent.write(ChildProtocol.failed(new BrokerException(Reason.FAILED, e.toString(), e)));
      halt(EXIT_FAILED);
    }
  }

  /**
   * Waits for a word from the agent, or its end.
   *
   * <p>An orphan halts at once, as if killed: its files stand that, and a restarted agent finds
   * port and folder free.
   */
  private static void obey(InputStream orders, InProcessBroker broker) {
    int order;
    try {
      order = orders.read();
    } catch (IOException e) {
      order = -1;
    }
    if (order != ChildProtocol.STOP) {
      halt(EXIT_ORPHANED);
    }
    broker.stop();
    halt(EXIT_STOPPED);
  }

  /**
   * A terminal and a service manager signal the whole group; only the agent may decide what that
   * means for its broker. Reached by name, since the compiler warns of this class in a way that
   * nothing silences.
   */
  private static void leaveSignalsToTheAgent() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignore = handler.getField("SIG_IGN").get(null);
      for (String name : List.of("INT", "TERM", "HUP")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, ignore);
      }
    } catch (ReflectiveOperationException e) {
      // Then such a signal ends the broker a little earlier than the agent would have.
      LoggerFactory.getLogger(BrokerMain.class).debug("signals stay as they are", e);
    }
  }

  /** The broker's threads outlive its close, and its own exit hooks have nothing to add. */
  private static void halt(int code) {
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  /**
   * This JVM has no other logging, so it is set whole: warnings as plain lines, for the agent to
   * keep.
   */
  private static void logToStandardError() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%level %logger{0} %msg%n%ex{short}");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
  }
}
