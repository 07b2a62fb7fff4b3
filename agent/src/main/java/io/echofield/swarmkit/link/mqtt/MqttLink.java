package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkBoard;
import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.LinkStatus.State;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.link.mqtt.BrokerConnection.ConnectException;
import io.echofield.swarmkit.link.mqtt.MqttSession.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link through an MQTT broker, version 5 or 3.1.1.
 *
 * <p>One thread of its own connects, sends and reconnects, for ever, until {@link #stop}. Retained
 * payloads are taken at any time and wait for a connection, the newest of each topic only; others
 * are taken while the link is up and dropped when it goes down, since the node replays what no peer
 * has shown to possess.
 */
public final class MqttLink implements Link {
  private static final Logger log = LoggerFactory.getLogger(MqttLink.class);

  /** An eighth of the send queue, five times a second. */
  static final int BURST_BYTES = SendQueue.BYTES_MAX / 8;

  /** A connection that lived this long ends a series of failures. */
  static final long STABLE_MILLIS = 10_000;

  /** The broker module allows this many characters behind {@code <node>~}. */
  private static final int PURPOSE_CHARACTERS_MAX = 31;

  private static final long STOP_MARGIN_MILLIS =
      BrokerConnection.GOODBYE_MILLIS_MAX + PahoThreads.END_MILLIS_MAX + 500;

  // fixed
  private final MqttLinkSettings settings;
  private final Function<Bytes, Optional<VanishedHint>> healthReader;
  private final RandomGenerator random;
  private final Topics topics;
  private final LinkBoard board;
  private final SendQueue queue = new SendQueue();
  private final Denials denials = new Denials();
  private final Semaphore wake = new Semaphore(0);
  private final ProtocolChoice protocol = new ProtocolChoice();

  // set by start
  private volatile LinkHello hello;
  private volatile LinkEvents events;
  private volatile Thread thread;

  // while it runs
  private volatile boolean up;
  private volatile boolean stopping;
  private volatile long graceEndMillis;
  private volatile Socket socket;

  /**
   * @param healthReader reads a health payload of another node; empty unless it says that the node
   *     is gone. Total, any thread
   * @param random for the jitter between attempts; used by the link's thread only
   */
  public MqttLink(
      MqttLinkSettings settings,
      Function<Bytes, Optional<VanishedHint>> healthReader,
      RandomGenerator random) {
    this.settings = settings;
    this.healthReader = healthReader;
    this.random = random;
    this.topics = new Topics(settings.topicRoot(), settings.cell());
    this.board = new LinkBoard(settings.name(), "mqtt", settings.address());
  }

  @Override
  public LinkName name() {
    return settings.name();
  }

  @Override
  public LinkLimits limits() {
    return new LinkLimits(LinkLimits.LAN_FRAME_BYTES, true, BURST_BYTES);
  }

  @Override
  public void start(LinkHello told, LinkEvents listener) {
    if (thread != null) {
      throw new IllegalStateException("link " + name() + " was started already");
    }
    hello = told;
    events = listener;
    String called = "link-" + name();
    // Paho's threads inherit both: the group, and that none of them may keep a process alive.
    Thread made = new Thread(new ThreadGroup(called), this::run, called);
    made.setDaemon(true);
    thread = made;
    made.start();
  }

  @Override
  public boolean offer(Outgoing outgoing) {
    boolean retained = outgoing.channel().retained();
    if (stopping || hello == null || !(retained || up)) {
      return false;
    }
    int slots = outgoing.channel() == Channel.TAIL ? Topics.TAIL_SLOTS_MAX : 1;
    boolean legalSlot = outgoing.slot() >= 0 && outgoing.slot() < slots;
    if (!legalSlot || outgoing.payload().size() > LinkLimits.LAN_FRAME_BYTES) {
      board.refused(1);
      return false;
    }
    String topic = topics.topic(outgoing.channel(), outgoing.slot(), hello.node());
    if (denials.isDead(topic, monoMillis())) {
      board.refused(1);
      return true; // taken and buried: offering it again would not help
    }
    boolean taken =
        queue.offer(topic, retained, outgoing.channel() == Channel.HEALTH, outgoing.payload());
    wake.release();
    return taken;
  }

  @Override
  public void stop(long graceMillis) {
    Thread running = thread;
    graceEndMillis = monoMillis() + graceMillis;
    stopping = true;
    wake.release();
    if (running == null) {
      board.enter(State.DOWN, "stopped", "");
      return;
    }
    if (!up) {
      closeQuietly(socket); // ends an attempt; Paho must not be called while it connects (rule 4)
    }
    try {
      running.join(graceMillis + STOP_MARGIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    board.enter(State.DOWN, "stopped", "");
  }

  @Override
  public LinkStatus status() {
    return board.status();
  }

  static long monoMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private void run() {
    Context context = new Context();
    int failures = 0;
    try {
      while (!stopping) {
        Ending ending = attempt(context);
        if (stopping) {
          break;
        }
        int dropped = queue.connectionLost();
        failures = ending.upMillis() >= STABLE_MILLIS ? 1 : failures + 1;
        show(ending.fault(), dropped);
        pause(ending.fault().slow(), failures);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but the end of the process does this
    } finally {
      board.enter(State.DOWN, "stopped", "");
    }
  }

  private Ending attempt(Context context) throws InterruptedException {
    while (true) {
      MqttSession session = new MqttSession(context, protocol.next());
      try (Socket raw = settings.sockets().createSocket()) {
        socket = raw;
        if (stopping) { // stop() closes either this socket or the one before
          return new Ending(Fault.STOPPED, 0);
        }
        DialledSocket dialled = DialledSocket.dial(raw, settings.host(), settings.port());
        return session.run(dialled);
      } catch (IOException e) {
        return new Ending(Fault.ofDial(e, context.parties()), 0);
      } catch (UncheckedIOException e) { // the password file; it is read at each attempt
        return new Ending(new Fault(e.getMessage(), "make the file readable", true), 0);
      } catch (RuntimeException e) { // not ours: Paho throws these at some broken brokers
        log.warn("link={} failure=\"{}\"", name(), e.toString(), e);
        return new Ending(new Fault("the MQTT client failed: " + e, "", false), 0);
      } catch (ConnectException e) {
        boolean again = !session.wasWelcome() && protocol.failed(e.code());
        if (!again || stopping) {
          return new Ending(Fault.ofConnect(e, context.parties()), 0);
        }
        log.info("link={} mqtt={} is all that the broker knows", name(), protocol.version().text);
      }
    }
  }

  private void show(Fault fault, int dropped) {
    boolean news = board.state() != State.DOWN || !board.status().reason().equals(fault.reason());
    board.enter(State.DOWN, fault.reason(), fault.next());
    if (news) {
      log.warn("link={} state=down dropped={} reason=\"{}\"", name(), dropped, fault.reason());
    }
  }

  private void pause(boolean slow, int failures) throws InterruptedException {
    long base = slow ? settings.backoffCapMillis() : settings.backoffBaseMillis();
    long endMillis =
        monoMillis()
            + Backoff.delayMillis(failures, base, settings.backoffCapMillis(), random.nextDouble());
    for (long left = endMillis - monoMillis();
        left > 0 && !stopping;
        left = endMillis - monoMillis()) {
      sleep(left);
    }
  }

  /** Returns when woken, since the last sleep or now, or after {@code millis}. */
  private void sleep(long millis) throws InterruptedException {
    if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      wake.drainPermits();
    }
  }

  private static void closeQuietly(Socket any) {
    try {
      if (any != null) {
        any.close();
      }
    } catch (IOException e) {
      // It is of no use any more, and closing is all we wanted.
    }
  }

  /** What a session needs of its link. */
  final class Context {
    LinkName name() {
      return settings.name();
    }

    Topics topics() {
      return topics;
    }

    LinkHello hello() {
      return hello;
    }

    LinkEvents events() {
      return events;
    }

    Function<Bytes, Optional<VanishedHint>> healthReader() {
      return healthReader;
    }

    LinkBoard board() {
      return board;
    }

    SendQueue queue() {
      return queue;
    }

    Denials denials() {
      return denials;
    }

    void wake() {
      wake.release();
    }

    void sleep(long millis) throws InterruptedException {
      MqttLink.this.sleep(millis);
    }

    void welcomed() {
      protocol.connected();
    }

    void up(boolean now) {
      up = now;
    }

    boolean isStopping() {
      return stopping;
    }

    boolean graceIsOver() {
      return monoMillis() >= graceEndMillis;
    }

    Fault.Parties parties() {
      return new Fault.Parties(
          settings.address(),
          clientId(),
          settings.userName().orElse("a client without a user name"),
          settings.userName().isPresent());
    }

    BrokerConnection.Hello clientHello() {
      return new BrokerConnection.Hello(
          clientId(),
          settings.userName(),
          settings.userName().flatMap(any -> settings.password()).map(file -> file.get()),
          (int) (settings.keepAliveMillis() / 1_000),
          topics.topic(Channel.HEALTH, 0, hello.node()),
          hello.will());
    }

    /**
     * Stable, so that a broker ends our old half-dead connection; with root and link, so that two
     * links do not end each other.
     */
    private String clientId() {
      String purpose = topics.root() + "-" + settings.name();
      return hello.node()
          + "~"
          + purpose.substring(0, Math.min(purpose.length(), PURPOSE_CHARACTERS_MAX));
    }
  }
}
