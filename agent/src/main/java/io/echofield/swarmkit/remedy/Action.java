package io.echofield.swarmkit.remedy;

import io.echofield.swarmkit.core.id.ActionName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One allowed use of a handler.
 *
 * @param handler name of the code that carries it out
 * @param fixed parameters that no task can change
 * @param variable parameters that a task may or must set; every other one is refused
 */
public record Action(
    ActionName name,
    String handler,
    RiskClass risk,
    SortedMap<String, String> fixed,
    List<Parameter> variable) {
  public Action {
    fixed = Collections.unmodifiableSortedMap(new TreeMap<>(fixed));
    variable = List.copyOf(variable);
    for (Parameter parameter : variable) {
      if (fixed.containsKey(parameter.name())) {
        throw new IllegalArgumentException(
            "parameter " + parameter.name() + " of " + name + " is both fixed and variable");
      }
    }
    if (variable.stream().map(Parameter::name).distinct().count() < variable.size()) {
      throw new IllegalArgumentException("a variable parameter of " + name + " is there twice");
    }
  }

  public static Action of(
      String name,
      String handler,
      RiskClass risk,
      Map<String, String> fixed,
      List<Parameter> variable) {
    return new Action(new ActionName(name), handler, risk, new TreeMap<>(fixed), variable);
  }
}
