package io.echofield.swarmkit.tools.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of one run of a benchmark. Immutable. */
public final class Values {
  private final Map<Parameter, Long> values = new LinkedHashMap<>();

  /**
   * What was chosen, and defaults for the rest.
   *
   * @param chosen by name
   * @throws IllegalArgumentException if a value is out of range, or a name is none of these
   */
  public Values(List<Parameter> parameters, Map<String, Long> chosen) {
    for (Parameter parameter : parameters) {
      long value = chosen.getOrDefault(parameter.name(), parameter.byDefault());
      values.put(parameter, parameter.checked(value));
    }
    List<String> known = parameters.stream().map(Parameter::name).toList();
    for (String name : chosen.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("--" + name + " means nothing to this benchmark");
      }
    }
  }

  public long get(Parameter parameter) {
    return values.get(parameter);
  }

  public int getInt(Parameter parameter) {
    return Math.toIntExact(values.get(parameter));
  }

  /** All of them by name. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    values.forEach((parameter, value) -> document.put(parameter.name(), value));
    return document;
  }
}
