package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkStatus.State;
import io.echofield.swarmkit.link.mqtt.BrokerConnection.ConnectException;
import io.echofield.swarmkit.link.mqtt.BrokerConnection.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt: connects, subscribes, tells the node, sends until the connection ends or the link
 * stops. One thread runs it.
 */
final class MqttSession implements BrokerConnection.Listener {
  private static final Logger log = LoggerFactory.getLogger(MqttSession.class);

  /**
   * Publishes in flight at most; more gain nothing on a LAN and would fill a slow link with what
   * may be stale.
   */
  static final int WINDOW_FRAMES_MAX = 64;

  /**
   * For the answer to any publish, while some are in flight. A broker behind a dead network is
   * noticed by then.
   */
  static final long PROGRESS_MILLIS_MAX = 20_000;

  /** How often the connection is looked at when nothing happens. */
  private static final long LOOK_MILLIS = 1_000;

  /** How a session ended; {@code upMillis} is 0 if it never was up. */
  record Ending(Fault fault, long upMillis) {}

  private record Loss(int code, String why) {}

  // fixed
  private final MqttLink.Context link;
  private final BrokerConnection connection;
  private final Gate gate = new Gate();
  private final Receiver receiver;

  // told by the broker
  private boolean welcome;

  // told by Paho's threads
  private volatile Loss loss;
  private volatile boolean denied;
  private volatile long progressMillis;

  MqttSession(MqttLink.Context link, BrokerConnection connection) {
    this.link = link;
    this.connection = connection;
    this.receiver =
        new Receiver(
            link.topics(),
            link.hello().node(),
            link.healthReader(),
            link.events(),
            link.board(),
            gate);
  }

  /** Returns when the connection has ended and nothing of it is left. */
  Ending run(DialledSocket socket) throws InterruptedException, ConnectException {
    long upSinceMillis = Long.MAX_VALUE;
    Fault fault;
    try {
      int window = window(connection.open(socket, link.clientHello(), this).receiveMaximum());
      welcome = true;
      link.welcomed();
      Optional<Fault> refused = subscribe();
      if (refused.isPresent()) {
        return new Ending(refused.get(), 0);
      }
      if (link.isStopping()) {
        connection.leave();
        return new Ending(Fault.STOPPED, 0);
      }
      upSinceMillis = MqttLink.monoMillis();
      gate.open(this::announce);
      fault = serve(window);
    } finally {
      connection.abandon();
      tellDown();
      PahoThreads.endSenders();
    }
    suspectOldest();
    return new Ending(fault, MqttLink.monoMillis() - upSinceMillis);
  }

  /** Whether the broker took our CONNECT. */
  boolean wasWelcome() {
    return welcome;
  }

  /**
   * Rule 2: strictly below what the broker allows, for Paho counts a publish as answered only after
   * it told us so, and once it refused one its topic aliases are wrong. A maximum of 1 leaves no
   * room below; then one at a time, and a refusal ends the connection.
   */
  static int window(int receiveMaximum) {
    return Math.max(1, Math.min(receiveMaximum - 1, WINDOW_FRAMES_MAX));
  }

  /**
   * Our own retained topics first, so that the node learns how far its own past went before it
   * hears others.
   */
  private Optional<Fault> subscribe() throws ConnectException {
    String root = link.topics().root();
    String self = link.hello().node().text();
    Optional<Fault> refused =
        subscribe(
            List.of(
                new Filter(root + "/beacon/" + self, false, true),
                new Filter(root + "/ledger/head/" + self, false, true)));
    if (refused.isPresent()) {
      return refused;
    }
    return subscribe(
        List.of(
            new Filter(root + "/beacon/+", true, true),
            new Filter(root + "/ledger/head/+", true, true),
            new Filter(root + "/ledger/tail/+/+", true, true),
            new Filter(root + "/ledger/delta/+", true, true),
            new Filter(root + "/sync/" + link.topics().cell(), true, true),
            // Only tells early who vanished; everything works without it.
            new Filter(root + "/health/+", true, false)));
  }

  private Optional<Fault> subscribe(List<Filter> filters) throws ConnectException {
    List<Integer> codes = connection.subscribe(filters);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      int code = i < codes.size() ? codes.get(i) : 0;
      if (code >= BrokerConnection.REASON_REFUSED_MIN) {
        link.board().refused(1);
        Fault fault = Fault.ofDeniedSubscription(filters.get(i).topic(), code, link.parties());
        log.warn("link={} {}", link.name(), fault.reason());
        if (filters.get(i).needed()) {
          faults.add(fault);
        }
      }
    }
    return faults.stream().findFirst();
  }

  private void announce() {
    link.up(true);
    showUp();
    log.info("link={} state=up broker={}", link.name(), link.parties().address());
    link.events().up();
  }

  /** Up, and with what does not pass although it is up. */
  private void showUp() {
    Optional<Fault> fault =
        link.denials().shown().map(topic -> Fault.ofDeniedPublish(topic, link.parties()));
    link.board()
        .enter(State.UP, fault.map(Fault::reason).orElse(""), fault.map(Fault::next).orElse(""));
  }

  private void tellDown() {
    link.up(false);
    if (gate.close() && !link.isStopping()) {
      Loss known = loss;
      String why = known == null ? "connection closed" : known.why();
      LinkEvents events = link.events();
      events.down(Fault.ofLoss(known == null ? -1 : known.code(), why, link.parties()).reason());
    }
  }

  private Fault serve(int window) throws InterruptedException, ConnectException {
    progressMillis = MqttLink.monoMillis();
    while (true) {
      Loss known = loss;
      if (known != null) {
        return Fault.ofLoss(known.code(), known.why(), link.parties());
      }
      if (!connection.isOpen()) {
        return Fault.ofLoss(-1, "closed", link.parties());
      }
      if (!sendAll(window)) {
        return Fault.ofLoss(loss.code(), loss.why(), link.parties());
      }
      if (link.isStopping() && (link.queue().isIdle() || link.graceIsOver())) {
        connection.leave();
        return Fault.STOPPED;
      }
      if (link.queue().isIdle()) {
        progressMillis = MqttLink.monoMillis();
      } else if (MqttLink.monoMillis() - progressMillis > PROGRESS_MILLIS_MAX) {
        loss = new Loss(-1, "no answer to a publish for " + PROGRESS_MILLIS_MAX / 1_000 + " s");
        continue;
      }
      link.sleep(link.isStopping() ? LOOK_MILLIS / 50 : LOOK_MILLIS);
    }
  }

  /** False: Paho took no more; the client must be thrown away (rule 2). */
  private boolean sendAll(int window) {
    for (Optional<SendQueue.Item> item = link.queue().take(window);
        item.isPresent();
        item = link.queue().take(window)) {
      try {
        connection.publish(item.get());
      } catch (ConnectException e) {
        loss = new Loss(-1, String.valueOf(e.getMessage()));
        return false;
      }
    }
    return true;
  }

  @Override
  public void arrived(String topic, byte[] payload, boolean retained) {
    receiver.arrived(topic, payload, retained);
  }

  @Override
  public void answered(long itemId, int reasonCode) {
    progressMillis = MqttLink.monoMillis();
    link.queue().settle(itemId).ifPresent(item -> settle(item, reasonCode));
    link.wake();
  }

  private void settle(SendQueue.Item item, int reasonCode) {
    boolean shown = link.denials().shown().isPresent();
    if (reasonCode < BrokerConnection.REASON_REFUSED_MIN) {
      link.board().sent(item.payload().size());
      link.denials().taken(item.topic());
    } else {
      denied = true;
      link.board().refused(1);
      if (link.denials().denied(item.topic(), MqttLink.monoMillis())) {
        bury(item.topic());
      }
    }
    if (shown || link.denials().shown().isPresent()) {
      showUp();
    }
  }

  private void bury(String topic) {
    link.board().refused(link.queue().forget(topic));
    log.warn("link={} topic={} state=dead reason=denied", link.name(), topic);
  }

  /**
   * A broker of MQTT 3.1.1 says no by closing: then what it did not answer first is the suspect.
   */
  private void suspectOldest() {
    boolean byBroker = loss != null && !denied && !link.isStopping();
    link.queue()
        .oldestInFlight()
        .filter(item -> byBroker)
        .filter(item -> link.denials().suspected(item.topic(), MqttLink.monoMillis()))
        .ifPresent(item -> bury(item.topic()));
  }

  @Override
  public void lost(int reasonCode, String why) {
    loss = new Loss(reasonCode, why);
    link.wake();
  }
}
