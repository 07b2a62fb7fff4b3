package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.health.RuleText;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.remedy.Action;
import io.echofield.swarmkit.remedy.ActionCatalog;
import io.echofield.swarmkit.remedy.Parameter;
import io.echofield.swarmkit.remedy.RemedyMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what a node may do about its health, and when. */
final class RemediationReader {
  private static final Set<String> CLOSED_NAMES =
      Set.of(ActionCatalog.NOTIFY, ActionCatalog.COLLECT_DIAGNOSTICS);
  private static final Map<String, RemedyMode> MODES = modes();

  private final Section remediation;
  private final List<Given<Action>> actions = new ArrayList<>();

  /** Actions that rules may name; those with a fault too, so that it is told once. */
  private final SortedMap<String, Optional<Action>> nameable = new TreeMap<>();

  private RemediationReader(Section remediation) {
    this.remediation = remediation;
  }

  static void read(Section remediation, Layer layer) {
    RemediationReader reader = new RemediationReader(remediation);
    layer.put(SettingKey.REMEDY_MODE, remediation.value("mode", text -> Texts.word(text, MODES)));
    Optional<Section> actions = remediation.section("actions");
    actions.ifPresent(
        section -> {
          reader.actions(section);
          layer.put(SettingKey.ACTIONS, reader.actions, section.at());
        });
    remediation
        .items("rules", Bounds.RULES_MAX)
        .ifPresent(
            rules -> layer.put(SettingKey.RULES, reader.rules(rules.value()), rules.origin()));
    remediation.finish();
  }

  private void actions(Section section) {
    if (section.entries().size() > Bounds.ACTIONS_MAX) {
      section.fault(
          section.at(), "remediation.actions: more than " + Bounds.ACTIONS_MAX + "; remove some");
    }
    for (Yaml.Entry entry : section.entries()) {
      String name = entry.key();
      if (!ActionName.isLegal(name)) {
        section.fault(
            entry.at(),
            "remediation.actions: a name must be 1 to 32 characters of a-z, 0-9 and - (not first), not "
                + Wording.shown(name)
                + "; rename it");
      } else if (CLOSED_NAMES.contains(name)) {
        section.fault(
            entry.at(), section.name(name) + ": is built in and fixed; choose another name");
      } else {
        Optional<Action> action =
            section
                .section(section.name(name), entry.value())
                .flatMap(below -> action(new ActionName(name), below));
        nameable.put(name, action);
        action.ifPresent(good -> actions.add(new Given<>(good, entry.at())));
      }
    }
  }

  private static Optional<Action> action(ActionName name, Section section) {
    Optional<Given<HandlerForm>> form =
        section.value("handler", text -> Texts.word(text, HandlerForm.ALL));
    if (form.isEmpty()) {
      if (section.entry("handler").isEmpty()) {
        section.fault(
            section.at(),
            section.name("handler")
                + ": is missing; name one of "
                + String.join(", ", HandlerForm.ALL.keySet()));
      }
      return Optional.empty();
    }
    String handler = ((Yaml.Scalar) section.entry("handler").orElseThrow().value()).text();
    SortedMap<String, String> fixed = new TreeMap<>();
    List<Parameter> variable = new ArrayList<>();
    form.get()
        .value()
        .parameters()
        .forEach((key, kind) -> parameter(section, key, kind, fixed, variable));
    for (String key : form.get().value().required()) {
      if (section.entry(key).isEmpty()) {
        section.fault(section.at(), section.name(key) + ": is missing; " + handler + " needs it");
      }
    }
    section.finish();
    return Optional.of(new Action(name, handler, form.get().value().risk(), fixed, variable));
  }

  private static void parameter(
      Section section,
      String key,
      HandlerForm.Form form,
      SortedMap<String, String> fixed,
      List<Parameter> variable) {
    Optional<Yaml> value = section.entry(key).map(Yaml.Entry::value);
    if (value.isEmpty()) {
      return;
    }
    if (value.get() instanceof Yaml.Mapping) {
      section
          .section(key)
          .flatMap(below -> variable(section, key, form, below))
          .ifPresent(variable::add);
    } else {
      section
          .value(key, text -> checked(text, form))
          .ifPresent(good -> fixed.put(key, good.value()));
    }
  }

  private static Decoded<String> checked(String text, HandlerForm.Form form) {
    return form.fault(text)
        .<Decoded<String>>map(
            fault ->
                new Decoded.Rejected<>(fault + ", not " + Wording.shown(text) + "; correct it"))
        .orElseGet(() -> new Decoded.Accepted<>(text));
  }

  private static Optional<Parameter> variable(
      Section action, String key, HandlerForm.Form form, Section below) {
    Optional<String> min = below.value("min", Texts::someText).map(Given::value);
    Optional<String> max = below.value("max", Texts::someText).map(Given::value);
    Optional<Given<String>> usual = below.value("default", Texts::someText);
    below.finish();
    return form.variable(min, max)
        .fold(
            kind -> {
              Optional<String> fault = usual.map(Given::value).flatMap(kind::fault);
              if (fault.isPresent()) {
                action.fault(
                    usual.get().origin(),
                    below.name("default") + ": " + fault.get() + "; correct it");
                return Optional.empty();
              }
              return Optional.of(new Parameter(key, kind, usual.map(Given::value)));
            },
            reason -> {
              action.fault(below.at(), action.name(key) + ": " + reason);
              return Optional.empty();
            });
  }

  private List<Given<Rule>> rules(List<Yaml> items) {
    ActionCatalog.builtIn("/")
        .forEach(builtIn -> nameable.putIfAbsent(builtIn.name().text(), Optional.of(builtIn)));
    List<Given<Rule>> rules = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < items.size(); i++) {
      remediation
          .section(remediation.name("rules[" + i + "]"), items.get(i))
          .flatMap(section -> rule(section, names))
          .ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Given<Rule>> rule(Section section, Set<String> names) {
    Optional<Given<ActionName>> action = section.value("do", this::known);
    Optional<Given<Rule>> rule =
        action.flatMap(
            known ->
                section.value(
                    "when",
                    text ->
                        RuleText.parse(free(known.value().text(), names), text, known.value())
                            .fold(
                                Decoded.Accepted::new,
                                reason ->
                                    new Decoded.Rejected<>(
                                        "not a condition, "
                                            + reason
                                            + "; write it like `disk_free_pct < 10 for 3 cycles`"))));
    for (String key : List.of("when", "do")) {
      if (section.entry(key).isEmpty()) {
        section.fault(
            section.at(), section.name(key) + ": is missing; write {when: CONDITION, do: ACTION}");
      }
    }
    section.finish();
    return rule;
  }

  /** An action that a rule can cause: it is there and needs no parameter that a rule has not. */
  private Decoded<ActionName> known(String text) {
    Optional<Action> action = nameable.get(text);
    if (action == null) {
      return new Decoded.Rejected<>(
          "no action "
              + Wording.shown(text)
              + "; the nearest is `"
              + Wording.nearest(text, nameable.keySet()).orElseThrow()
              + "`");
    }
    if (action.isPresent()) {
      Optional<Parameter> open =
          action.get().variable().stream()
              .filter(parameter -> parameter.defaultValue().isEmpty())
              .findFirst();
      if (open.isPresent()) {
        String parameter = "`" + open.get().name() + "`";
        return new Decoded.Rejected<>(
            "a rule cannot give "
                + parameter
                + " to "
                + Wording.shown(text)
                + "; define an action with handler "
                + action.get().handler()
                + " where it is fixed or has a default");
      }
    }
    return new Decoded.Accepted<>(new ActionName(text));
  }

  /** The action's name, with a number if another rule has it. */
  private static String free(String action, Set<String> names) {
    String name = action;
    for (int number = 2; !names.add(name); number++) {
      name = action + "-" + number;
    }
    return name;
  }

  private static Map<String, RemedyMode> modes() {
    Map<String, RemedyMode> modes = new LinkedHashMap<>();
    for (RemedyMode mode : RemedyMode.values()) {
      // Nobody can give an approval yet: a mode that waits for one would wait for ever.
      if (mode != RemedyMode.APPROVE) {
        modes.put(mode.word(), mode);
      }
    }
    return modes;
  }
}
