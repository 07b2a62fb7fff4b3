package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MQTT link as a URI: {@code mqtt://[USER@]HOST[:PORT][?password_file=F&swarm=true&name=N]}.
 *
 * @param host an IPv6 address without brackets
 * @param options what stands behind the question mark, decoded
 */
record MqttUri(String host, int port, Optional<String> userName, Map<String, String> options) {
  static final String PASSWORD_FILE = "password_file";
  static final String SWARM = "swarm";
  static final String NAME = "name";
  static final String PROFILE = "profile";

  private static final Set<String> KNOWN = Set.of(PASSWORD_FILE, SWARM, NAME, PROFILE);
  private static final Set<String> OF_OTHER_VERSIONS =
      Set.of("mqtts", "ws", "wss", "http", "https");
  private static final Pattern SEPARATOR = Pattern.compile("&");
  private static final Pattern SCHEME = Pattern.compile("([a-z]+)://.*");

  /** Group 1 is the user, 2 or 3 the host, 4 the port, 5 the options. */
  private static final Pattern FORM =
      Pattern.compile(
          "mqtt://(?:([^@/?#]+)@)?(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253}))"
              + "(?::([0-9]{1,5}))?/?(?:\\?([^#]*))?");

  MqttUri {
    options = Map.copyOf(options);
  }

  /** A reason never shows a URI with a user: somebody may have written a password into it. */
  static Decoded<MqttUri> parse(String text) {
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches() && OF_OTHER_VERSIONS.contains(scheme.group(1))) {
      return new Decoded.Rejected<>(
          "`" + scheme.group(1) + "` is not supported by this version; write mqtt://HOST:PORT");
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Decoded.Rejected<>(
          "must be an address of a broker"
              + (text.contains("@") ? "" : ", not " + Wording.shown(text))
              + "; write it like mqtt://192.0.2.7:1883");
    }
    int port =
        form.group(4) == null ? MqttLinkSetting.PORT_DEFAULT : Integer.parseInt(form.group(4));
    if (port < 1 || port > HostPort.PORT_MAX) {
      return new Decoded.Rejected<>(
          "must have a port from 1 to 65535, not " + port + "; correct it");
    }
    if (form.group(1) != null && form.group(1).contains(":")) {
      return new Decoded.Rejected<>(
          "must not hold a password; write it into a file (chmod 600) and name that as "
              + "password_file");
    }
    String host = form.group(2) == null ? form.group(3) : form.group(2);
    try {
      Optional<String> user = Optional.ofNullable(form.group(1)).map(MqttUri::decoded);
      Map<String, String> options = options(form.group(5) == null ? "" : form.group(5));
      for (String option : options.keySet()) {
        if (!KNOWN.contains(option)) {
          String nearest = Wording.nearest(option, KNOWN).orElseThrow();
          return new Decoded.Rejected<>(
              "unknown option "
                  + Wording.shown(option)
                  + "; the nearest known one is `"
                  + nearest
                  + "`");
        }
      }
      return new Decoded.Accepted<>(new MqttUri(host, port, user, options));
    } catch (IllegalArgumentException e) {
      return new Decoded.Rejected<>("must not have a lone %; write it as %25");
    }
  }

  /** A later option of one name wins. */
  private static Map<String, String> options(String query) {
    Map<String, String> options = new TreeMap<>();
    for (String option : SEPARATOR.split(query, -1)) {
      if (!option.isEmpty()) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        options.put(decoded(name), equals < 0 ? "" : decoded(option.substring(equals + 1)));
      }
    }
    return options;
  }

  /** Per cent signs only: a plus is a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
