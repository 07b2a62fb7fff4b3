package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen at or to connect to.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 (a free one) to {@value #PORT_MAX}
 */
public record HostPort(String host, int port) {
  static final int PORT_MAX = 65_535;

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");
  private static final Pattern LOOPBACK_4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  public HostPort {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port must be 0 to 65535 but was " + port);
    }
  }

  /** Reads {@code HOST:PORT}, an IPv6 address in brackets. */
  public static Decoded<HostPort> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > PORT_MAX) {
      return new Decoded.Rejected<>(
          "must be HOST:PORT, not " + Wording.shown(text) + "; write it like 127.0.0.1:8480");
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return new Decoded.Accepted<>(new HostPort(host, Integer.parseInt(form.group(3))));
  }

  /** Whether only this machine can reach the host; by its text, no name server is asked. */
  static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || LOOPBACK_4.matcher(host).matches();
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  public String text() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
