package io.echofield.swarmkit.link.mqtt;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Why there is no connection, in words for an operator. Pure.
 *
 * @param next what may help, empty if time alone does
 * @param slow whether a quick retry is pointless, since somebody has to change something first
 */
record Fault(String reason, String next, boolean slow) {
  // Reason codes of MQTT 5 (section 2.4) and return codes of MQTT 3.1.1 (section 3.2.2.3).
  private static final int OLD_BAD_CLIENT_ID = 2;
  private static final int OLD_UNAVAILABLE = 3;
  private static final int OLD_BAD_CREDENTIALS = 4;
  private static final int OLD_NOT_AUTHORIZED = 5;
  private static final int BAD_CLIENT_ID = 133;
  private static final int BAD_CREDENTIALS = 134;
  static final int NOT_AUTHORIZED = 135;
  private static final int UNAVAILABLE = 136;
  private static final int BUSY = 137;
  private static final int BANNED = 138;
  private static final int SHUTTING_DOWN = 139;
  static final int TAKEN_OVER = 142;

  static final Fault STOPPED = new Fault("stopped", "", false);

  /** Who talks to whom, for the sentences. */
  record Parties(String address, String clientId, String user, boolean named) {}

  /** No connection below MQTT. */
  static Fault ofDial(IOException e, Parties parties) {
    String address = parties.address();
    if (e instanceof UnknownHostException) {
      return new Fault(
          "the host name of " + address + " is not known",
          "check the name, or the name service of this machine",
          false);
    }
    if (e instanceof ConnectException) {
      return new Fault(
          "nothing listens on " + address, "start the broker there or correct the address", false);
    }
    if (e instanceof SocketTimeoutException) {
      return new Fault(
          "no answer from " + address + " within " + DialledSocket.DIAL_MILLIS_MAX / 1_000 + " s",
          "check the network between this node and the broker",
          false);
    }
    if (e instanceof NoRouteToHostException) {
      return new Fault("no route to " + address, "check the network of this machine", false);
    }
    if (e instanceof SSLException) {
      return new Fault(
          "no secure connection to " + address + ": " + e.getMessage(),
          "check that the port speaks TLS and which certificates are trusted",
          true);
    }
    return new Fault("cannot connect to " + address + ": " + e.getMessage(), "", false);
  }

  /** CONNECT or SUBSCRIBE got no, or no good answer. */
  static Fault ofConnect(BrokerConnection.ConnectException e, Parties parties) {
    String broker = "the broker at " + parties.address();
    return switch (e.code()) {
      case OLD_BAD_CREDENTIALS, BAD_CREDENTIALS, OLD_NOT_AUTHORIZED, NOT_AUTHORIZED ->
          new Fault(broker + " does not let " + parties.user() + " in", credentials(parties), true);
      case OLD_BAD_CLIENT_ID, BAD_CLIENT_ID ->
          new Fault(
              broker + " does not accept the client id " + parties.clientId(),
              "allow this client id on the broker",
              true);
      case BANNED -> new Fault(broker + " has banned this node", "ask who runs the broker", true);
      case OLD_UNAVAILABLE, UNAVAILABLE, BUSY, SHUTTING_DOWN ->
          new Fault(broker + " is not available now (code " + e.code() + ")", "", false);
      default ->
          new Fault(
              parties.address() + " does not answer as an MQTT broker: " + e.getMessage(),
              "check that the address is that of an MQTT broker",
              false);
    };
  }

  /** A connection that worked has ended. */
  static Fault ofLoss(int code, String why, Parties parties) {
    if (code == TAKEN_OVER) {
      return new Fault(
          "another client took over the id " + parties.clientId(),
          "give each node its own node id, and look for a second agent of this node",
          true);
    }
    if (code == NOT_AUTHORIZED) {
      return new Fault("the broker closed the connection: not authorised", rights(), false);
    }
    String detail = code > 0 ? why + " (reason " + code + ")" : why;
    return new Fault("connection to " + parties.address() + " lost: " + detail, "", false);
  }

  static Fault ofDeniedSubscription(String filter, int code, Parties parties) {
    return new Fault(
        "the broker does not let " + parties.user() + " read " + filter + " (reason " + code + ")",
        rights(),
        true);
  }

  static Fault ofDeniedPublish(String topic, Parties parties) {
    return new Fault(
        "the broker does not let " + parties.user() + " publish " + topic, rights(), true);
  }

  private static String credentials(Parties parties) {
    return parties.named()
        ? "check the user name and the password file of this link"
        : "give the link a user name and a password file, or, if the broker belongs to your swarm, add swarm=true to the link";
  }

  private static String rights() {
    return "if it belongs to your swarm add swarm=true to the link, else allow these topics on the broker";
  }
}
