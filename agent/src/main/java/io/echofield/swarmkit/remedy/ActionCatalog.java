package io.echofield.swarmkit.remedy;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The node's allow-list: what tasks may name. Immutable, pure. */
public final class ActionCatalog {
  /** The reason with which a task for an unknown action fails. */
  public static final String UNSUPPORTED = "unsupported";

  public static final String NOTIFY = "notify";
  public static final String COLLECT_DIAGNOSTICS = "collect-diagnostics";
  public static final String CLEAN_OWN_TEMP = "clean-own-temp";
  public static final String CLEAN_DIRECTORY = "clean-directory";

  /** Longest text of a notification in bytes of UTF-8, as long as a parameter can be. */
  public static final int NOTIFY_BYTES_MAX = 512;

  private final SortedMap<ActionName, Action> actions = new TreeMap<>();

  /**
   * A catalog.
   *
   * @throws IllegalArgumentException if two actions have one name
   */
  public ActionCatalog(List<Action> actions) {
    for (Action action : actions) {
      if (this.actions.put(action.name(), action) != null) {
        throw new IllegalArgumentException("two actions are called " + action.name());
      }
    }
  }

  /**
   * What every node has without configuration: {@code notify} and {@code collect-diagnostics} of
   * class R0, and {@code clean-own-temp} of class R1.
   *
   * @param ownTemp absolute path of the node's own folder for temporary files
   */
  public static List<Action> builtIn(String ownTemp) {
    Parameter text = Parameter.required("text", new Parameter.Text(NOTIFY_BYTES_MAX));
    Parameter.Span hourToYear =
        new Parameter.Span(TimeUnit.HOURS.toMillis(1), TimeUnit.DAYS.toMillis(366));
    Parameter olderThan = Parameter.optional("older_than", hourToYear, "7d");
    Map<String, String> ownFolder = Map.of("path", ownTemp, "recursive", "true");
    return List.of(
        Action.of(NOTIFY, NOTIFY, RiskClass.R0, Map.of(), List.of(text)),
        Action.of(COLLECT_DIAGNOSTICS, COLLECT_DIAGNOSTICS, RiskClass.R0, Map.of(), List.of()),
        Action.of(CLEAN_OWN_TEMP, CLEAN_DIRECTORY, RiskClass.R1, ownFolder, List.of(olderThan)));
  }

  public Optional<Action> action(ActionName name) {
    return Optional.ofNullable(actions.get(name));
  }

  /** In the order of names. */
  public List<Action> actions() {
    return new ArrayList<>(actions.values());
  }

  /**
   * The parameters with which the handler is to be called: the fixed ones, those given, and
   * defaults; or the reason why the task is refused, {@value #UNSUPPORTED} for an unknown action.
   */
  public Decoded<SortedMap<String, String>> check(ActionName name, Map<String, String> given) {
    Action action = actions.get(name);
    if (action == null) {
      return new Decoded.Rejected<>(UNSUPPORTED);
    }
    SortedMap<String, String> left = new TreeMap<>(given);
    SortedMap<String, String> merged = new TreeMap<>(action.fixed());
    for (Parameter parameter : action.variable()) {
      Optional<String> value =
          Optional.ofNullable(left.remove(parameter.name())).or(parameter::defaultValue);
      if (value.isEmpty()) {
        return new Decoded.Rejected<>("parameter " + parameter.name() + " is missing");
      }
      Optional<String> fault = parameter.kind().fault(value.get());
      if (fault.isPresent()) {
        return new Decoded.Rejected<>("parameter " + parameter.name() + " " + fault.get());
      }
      merged.put(parameter.name(), value.get());
    }
    if (!left.isEmpty()) {
      String other = left.firstKey();
      String why = action.fixed().containsKey(other) ? " is fixed here" : " is not declared here";
      return new Decoded.Rejected<>("parameter " + other + why);
    }
    return new Decoded.Accepted<>(merged);
  }
}
