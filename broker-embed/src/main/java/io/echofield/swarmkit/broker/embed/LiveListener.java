package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import java.util.List;

/**
 * A listener as the running broker reports it.
 *
 * @param kind the broker's word for it, {@code TCP_LISTENER} for a plain one
 */
record LiveListener(String kind, String bind, int port) {
  static final String PLAIN = "TCP_LISTENER";

  /**
   * The port in use, when exactly the listener asked for is there and nothing else.
   *
   * @param port as asked; 0 takes any
   * @throws BrokerException otherwise: the broker may listen where nobody wanted it to
   */
  static int requireOnly(List<LiveListener> live, String bind, int port) throws BrokerException {
    if (live.size() == 1) {
      LiveListener only = live.get(0);
      boolean portFits = port == 0 ? only.port() > 0 : only.port() == port;
      if (only.kind().equals(PLAIN) && only.bind().equals(bind) && portFits) {
        return only.port();
      }
    }
    throw new BrokerException(
        Reason.FAILED, "broker does not listen as asked on " + bind + ":" + port + " but " + live);
  }
}
