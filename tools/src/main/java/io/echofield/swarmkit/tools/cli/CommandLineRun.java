package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.show.Nearest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** From arguments to an exit code. */
public final class CommandLineRun {
  private static final int USAGE_COLUMNS = 100;

  /** The values of an enum, as the library lists them. */
  private static final Pattern CONSTANTS = Pattern.compile("\\[[A-Z_, ]+\\]");

  private CommandLineRun() {}

  /** Runs with the process's own streams, environment and agents. */
  public static int ofProcess(String[] arguments) {
    boolean colour = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty();
    return run(arguments, Terminal.ofProcess(), colour, AgentChoice::open);
  }

  static int run(
      String[] arguments, Terminal terminal, boolean colour, Function<Globals, AgentCalls> agents) {
    Globals globals = new Globals(terminal, colour, agents);
    List<String> words = helpFirst(Arrays.asList(arguments));
    CommandLine root = new CommandLine(globals);
    Verbs.register(root, globals, words);
    // Applies to the verbs as well, so they have to be there by now.
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    root.registerConverter(Duration.class, DurationArgument::parse);
    root.setParameterExceptionHandler((thrown, typed) -> refuse(globals, thrown));
    root.setExecutionExceptionHandler((thrown, line, parsed) -> failed(globals, thrown));
    root.setExecutionStrategy(parsed -> help(terminal, parsed).orElseGet(() -> execute(parsed)));
    return root.execute(words.toArray(String[]::new));
  }

  /** {@code help task add} means {@code task add --help}. */
  private static List<String> helpFirst(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.get(0).equals("help")) {
      return arguments;
    }
    List<String> words = new ArrayList<>(arguments.subList(1, arguments.size()));
    words.add("--help");
    return words;
  }

  private static int execute(ParseResult parsed) {
    return new CommandLine.RunLast().execute(parsed);
  }

  private static Optional<Integer> help(Terminal terminal, ParseResult parsed) {
    ParseResult last = parsed;
    boolean asked = last.isUsageHelpRequested();
    while (last.hasSubcommand()) {
      last = last.subcommand();
      asked |= last.isUsageHelpRequested();
    }
    if (!asked) {
      return Optional.empty();
    }
    if (last == parsed) {
      terminal.out().print(FrontPage.text());
    } else {
      usage(last.commandSpec().commandLine(), terminal.out());
    }
    return Optional.of(Exit.OK);
  }

  static void usage(CommandLine verb, PrintStream stream) {
    UsageMessageSpec usage = verb.getCommandSpec().usageMessage();
    usage.width(USAGE_COLUMNS);
    usage.descriptionHeading("%n");
    usage.commandListHeading("%n");
    if (!verb.getCommandSpec().positionalParameters().isEmpty()) {
      usage.parameterListHeading("%n");
    } else if (!own(verb.getCommandSpec()).isEmpty()) {
      usage.optionListHeading("%n");
    }
    verb.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandLineRun::ownOptions);
    verb.usage(stream);
    stream.println();
    stream.println("Flags of every verb, and exit codes: echofield help");
  }

  /** Without those that every verb has. */
  private static String ownOptions(Help help) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(own(help.commandSpec()), help.parameterLabelRenderer());
    return layout.toString();
  }

  private static List<OptionSpec> own(CommandSpec spec) {
    return spec.options().stream().filter(o -> !o.inherited() && !o.hidden()).toList();
  }

  private static int refuse(Globals globals, ParameterException thrown) {
    CommandSpec spec = thrown.getCommandLine().getCommandSpec();
    String name = spec.qualifiedName();
    String line =
        thrown instanceof UnmatchedArgumentException unmatched
            ? unmatched(spec, unmatched)
            : plain(thrown.getMessage());
    String more = thrown instanceof MissingParameterException ? "it needs one; " : "";
    return Answers.print(
        globals, new Failure(Exit.USAGE, line, more + "see " + name + " --help", thrown));
  }

  private static String unmatched(CommandSpec spec, UnmatchedArgumentException thrown) {
    String typed = thrown.getUnmatched().get(0);
    if (thrown.isUnknownOption()) {
      String flag = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
      return "unknown flag \"" + flag + "\"" + meant(flag, spec.optionsMap().keySet());
    }
    if (spec.subcommands().isEmpty()) {
      return "unexpected word \"" + typed + "\"";
    }
    return "unknown verb \"" + typed + "\"" + meant(typed, spec.subcommands().keySet());
  }

  private static String meant(String typed, Collection<String> known) {
    return Nearest.of(typed, known).map(word -> ", did you mean \"" + word + "\"?").orElse("");
  }

  /** The library's words without names of Java's types and constants. */
  private static String plain(String text) {
    String said = CONSTANTS.matcher(text).replaceAll(m -> m.group().toLowerCase(Locale.ROOT));
    return said.substring(0, 1).toLowerCase(Locale.ROOT)
        + said.substring(1)
            .replaceFirst(" is not an? (?:int|long)$", " is no whole number in range");
  }

  private static int failed(Globals globals, Exception thrown) {
    if (thrown instanceof Failure failure) {
      return Answers.print(globals, failure);
    }
    String what =
        Optional.ofNullable(thrown.getMessage()).orElse(thrown.getClass().getSimpleName());
    return Answers.print(
        globals, new Failure(Exit.FAILED, what, "run it again with -v to see more", thrown));
  }
}
