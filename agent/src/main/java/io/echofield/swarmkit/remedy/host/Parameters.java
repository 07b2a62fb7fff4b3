package io.echofield.swarmkit.remedy.host;

import io.echofield.swarmkit.remedy.RemedyException;
import io.echofield.swarmkit.remedy.TimeSpan;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/** How handlers read their parameters: what they do not understand they refuse. */
final class Parameters {
  private Parameters() {}

  static void only(SortedMap<String, String> parameters, String... known) throws RemedyException {
    for (String name : parameters.keySet()) {
      if (!List.of(known).contains(name)) {
        throw new RemedyException("parameter " + name + " is not known to this handler");
      }
    }
  }

  static String required(SortedMap<String, String> parameters, String name) throws RemedyException {
    String value = parameters.get(name);
    if (value == null) {
      throw new RemedyException("parameter " + name + " is missing");
    }
    return value;
  }

  static long spanMillis(SortedMap<String, String> parameters, String name) throws RemedyException {
    OptionalLong millis = TimeSpan.millis(required(parameters, name));
    return millis.orElseThrow(() -> new RemedyException("parameter " + name + " is no time span"));
  }

  static boolean flag(SortedMap<String, String> parameters, String name) throws RemedyException {
    String value = parameters.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new RemedyException("parameter " + name + " must be true or false");
    }
    return value.equals("true");
  }

  static int count(SortedMap<String, String> parameters, String name, int defaultCount, int max)
      throws RemedyException {
    String value = parameters.get(name);
    if (value == null) {
      return defaultCount;
    }
    int count = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    if (count < 1 || count > max) {
      throw new RemedyException("parameter " + name + " must be 1 to " + max);
    }
    return count;
  }
}
