package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The address a broker listens on: loopback only, because this version has no TLS. */
record BindAddress(InetAddress address) {
  // Only literals, so that parsing never asks a name server.
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * @param text {@code localhost} or a literal IPv4 or IPv6 address
   * @throws BrokerException if it is not on loopback
   */
  static BindAddress parse(String text) throws BrokerException {
    if (text.equals("localhost")) {
      return parse("127.0.0.1");
    }
    try {
      if (LITERAL.matcher(text).matches()) {
        InetAddress address = InetAddress.getByName(text);
        if (address.isLoopbackAddress()) {
          return new BindAddress(address);
        }
      }
    } catch (UnknownHostException e) {
      throw new BrokerException(Reason.FAILED, "not an address: \"" + text + "\"", e);
    }
    throw new BrokerException(
        Reason.FAILED,
        "broker listens on loopback only (127.0.0.1 or ::1) in this version, not on \""
            + text
            + "\"");
  }

  String text() {
    return address.getHostAddress();
  }

  /**
   * Finds a port in use before the broker does, which would leave threads behind.
   *
   * @param port 0 is always free
   * @throws BrokerException with {@code PORT_IN_USE}
   */
  void requireFree(int port) throws BrokerException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, port), 1);
    } catch (IOException e) {
      throw portInUse(port, e);
    }
  }

  BrokerException portInUse(int port, Throwable cause) {
    return new BrokerException(
        Reason.PORT_IN_USE,
        "port " + port + " on " + text() + " is in use (" + cause.getMessage() + ")",
        cause);
  }
}
