package io.echofield.swarmkit.tools.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The tree of verbs.
 *
 * <p>Only the branch that the arguments choose is built, since each command costs milliseconds of
 * every start; all of them when the arguments choose none, so that the nearest can be named.
 */
final class Verbs {
  private static final Set<String> FLAGS_WITH_VALUE =
      Set.of("-c", "--config", "-n", "--node-id", "--data-dir", "-o", "--output", "--timeout");

  private static final List<Verb> ALL =
      List.of(
          verb("demo", DemoVerb::new),
          group(
              "agent",
              AgentVerbs.Group::new,
              verb("run", AgentVerbs.Run::new),
              verb("once", AgentVerbs.Once::new),
              verb("stop", AgentVerbs.Stop::new)),
          verb("status", StatusVerb::new),
          group("node", NodeVerbs.Group::new, verb("list", NodeVerbs.Listing::new)),
          group("link", LinkVerbs.Group::new, verb("list", LinkVerbs.Listing::new)),
          group(
              "health",
              HealthVerbs.Group::new,
              verb("run", HealthRunVerb::new),
              verb("show", HealthVerbs.Show::new)),
          group(
              "task",
              TaskVerbs.Group::new,
              verb("add", TaskAddVerb::new),
              verb("list", TaskVerbs.Listing::new),
              verb("show", TaskVerbs.Show::new),
              verb("history", TaskVerbs.History::new),
              verb("cancel", TaskVerbs.Cancel::new),
              verb("retry", TaskVerbs.Retry::new),
              verb("reopen", TaskVerbs.Reopen::new)),
          group("outbox", OutboxVerbs.Group::new, verb("list", OutboxVerbs.Listing::new)),
          group(
              "ledger",
              LedgerVerbs.Group::new,
              verb("hash", LedgerVerbs.Hash::new),
              verb("heads", LedgerVerbs.Heads::new),
              verb("verify", LedgerCareVerbs.Verify::new),
              verb("snapshot", LedgerCareVerbs.Snapshot::new),
              verb("repair", LedgerCareVerbs.Repair::new),
              verb("compact", LedgerCareVerbs.Compact::new)),
          group("broker", BrokerVerbs.Group::new, verb("run", BrokerVerbs.Run::new)),
          group(
              "config",
              ConfigVerbs.Group::new,
              verb("init", ConfigVerbs.Init::new),
              verb("check", ConfigVerbs.Check::new),
              verb("show", ConfigVerbs.Show::new)),
          group("keys", KeysVerbs.Group::new, verb("init", KeysInitVerb::new)),
          verb("crash-test", CrashTestVerb::new),
          group(
              "sim",
              SimVerbs.Group::new,
              verb("run", SimRunVerb::new),
              verb("list", SimVerbs.Listing::new),
              verb("replay", SimReplayVerb::new)),
          group("why", WhyVerbs.Group::new, verb("task", WhyVerbs.Task::new)),
          verb("bench", BenchVerb::of),
          verb("version", VersionVerb::new));

  private record Verb(String name, Function<Globals, Object> command, List<Verb> below) {}

  private Verbs() {}

  private static Verb verb(String name, Function<Globals, Object> command) {
    return new Verb(name, command, List.of());
  }

  private static Verb group(String name, Function<Globals, Object> command, Verb... below) {
    return new Verb(name, command, List.of(below));
  }

  /** Adds the verbs that these arguments may mean. */
  static void register(CommandLine root, Globals globals, List<String> arguments) {
    register(root, globals, ALL, words(arguments));
  }

  /** Each verb with its way to it, as typed: {@code task add}. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Verb verb : ALL) {
      if (verb.below().isEmpty()) {
        names.add(verb.name());
      }
      verb.below().forEach(below -> names.add(verb.name() + " " + below.name()));
    }
    return names;
  }

  private static void register(
      CommandLine parent, Globals globals, List<Verb> verbs, List<String> words) {
    Optional<Verb> chosen =
        verbs.stream().filter(v -> !words.isEmpty() && v.name().equals(words.get(0))).findFirst();
    for (Verb verb : chosen.map(List::of).orElse(verbs)) {
      CommandLine line = new CommandLine(verb.command().apply(globals));
      List<String> rest = chosen.isPresent() ? words.subList(1, words.size()) : List.of();
      register(line, globals, verb.below(), rest);
      parent.addSubcommand(verb.name(), line);
    }
  }

  private static List<String> words(List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (FLAGS_WITH_VALUE.contains(argument)) {
        i++;
      } else if (!argument.startsWith("-")) {
        words.add(argument);
      }
    }
    return words;
  }
}
