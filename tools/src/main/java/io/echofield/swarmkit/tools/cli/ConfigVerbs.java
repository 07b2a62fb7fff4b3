package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.app.Chosen;
import io.echofield.swarmkit.app.ConfigTemplate;
import io.echofield.swarmkit.app.Fault;
import io.echofield.swarmkit.app.Origin;
import io.echofield.swarmkit.app.SettingsResult;
import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Table;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs about configuration files. */
final class ConfigVerbs {
  private ConfigVerbs() {}

  @Command(
      name = "config",
      customSynopsis = "echofield config init|check|show",
      description = "The configuration file.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "init",
      customSynopsis = "echofield config init [FILE]",
      description = "Writes a commented configuration file that says what holds anyway.",
      footerHeading = "%nExamples%n",
      footer = "  echofield config init && echofield config check")
  static final class Init implements Callable<Integer> {
    private final Globals globals;

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        defaultValue = "echo_config.yaml",
        description = "default: ./${DEFAULT-VALUE}")
    private Path file;

    Init(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      if (globals.isDryRun()) {
        return DryRun.say(globals, "write " + file);
      }
      try {
        ConfigTemplate.write(file);
      } catch (FileAlreadyExistsException e) {
        throw new Failure(Exit.CANNOT_CREATE, e.getMessage(), "", e);
      } catch (IOException e) {
        throw new Failure(
            Exit.CANNOT_CREATE,
            "cannot write " + file + " (" + e.getClass().getSimpleName() + ")",
            "name another file",
            e);
      }
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.config.init/1");
      document.put("file", file.toString());
      return Answers.print(
          globals,
          new ApiAnswer(Exit.OK, document),
          "",
          (doc, paint, now) -> List.of("wrote " + file + ", now edit it; each line is explained"));
    }
  }

  @Command(
      name = "check",
      customSynopsis = "echofield config check [FILE] [-o json]",
      description = "Tells everything that is wrong in a configuration file, with line and column.",
      footerHeading = "%nExit code 78 when something is wrong.%n%nExamples%n",
      footer = "  echofield config check /etc/echofield/echo_config.yaml")
  static final class Check implements Callable<Integer> {
    private final Globals globals;

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "default: the one that an agent would read here")
    private String file;

    Check(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      AgentFlags flags = AgentOptions.globalFlags(globals).with(Flag.CONFIG, file);
      return Configured.read(flags).fold(this::right, this::wrong);
    }

    private int right(SettingsResult.Loaded loaded) {
      String read = loaded.file().map(Path::toString).orElse("");
      Map<String, Object> document = document(read, List.of());
      document.put("notices", loaded.notices());
      List<String> lines = new ArrayList<>(loaded.notices());
      lines.add(
          read.isEmpty() ? "there is no configuration file: defaults hold" : read + " is right");
      return Answers.print(
          globals, new ApiAnswer(Exit.OK, document), "faults", (doc, paint, now) -> lines);
    }

    private int wrong(SettingsResult.Faulty faulty) {
      Map<String, Object> document =
          document(file == null ? globals.config().orElse("") : file, faulty.faults());
      return Answers.print(
          globals,
          new ApiAnswer(Exit.CONFIG, document),
          "faults",
          (doc, paint, now) ->
              faulty.faults().stream().map(fault -> Table.printable(fault.line())).toList());
    }

    private static Map<String, Object> document(String read, List<Fault> faults) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.config.check/1");
      document.put("file", read);
      document.put("ok", faults.isEmpty());
      document.put("faults", faults.stream().map(Check::document).toList());
      return document;
    }

    private static Map<String, Object> document(Fault fault) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("source", fault.at().source());
      document.put("line", fault.at().line());
      document.put("column", fault.at().column());
      document.put("message", fault.message());
      return document;
    }
  }

  @Command(
      name = "show",
      customSynopsis = "echofield config show [--effective] [-o json|jsonl]",
      description = "The settings that somebody chose; with --effective all that hold.",
      footerHeading = "%nExamples%n",
      footer = "  echofield config show --effective -c echo_config.yaml")
  static final class Show implements Callable<Integer> {
    private final Globals globals;

    @Option(names = "--effective", description = "the defaults too")
    private boolean effective;

    Show(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      SettingsResult.Loaded loaded = Configured.load(AgentOptions.globalFlags(globals));
      List<Object> settings = new ArrayList<>();
      loaded.chosen().forEach((key, chosen) -> add(settings, key, chosen));
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.config.show/1");
      document.put("file", loaded.file().map(Path::toString).orElse(""));
      document.put("settings", settings);
      return Answers.print(
          globals,
          new ApiAnswer(Exit.OK, document),
          "settings",
          (doc, paint, now) -> {
            Table table = new Table(paint, "SETTING", "VALUE", "FROM");
            for (Doc one : doc.docs("settings")) {
              table.row(one.text("setting"), one.text("value"), one.text("from"));
            }
            return table.isEmpty() ? List.of("nothing is chosen: defaults hold") : table.lines();
          });
    }

    private void add(List<Object> settings, String key, Chosen chosen) {
      Origin.Kind kind = chosen.origin().kind();
      boolean usual = kind == Origin.Kind.DEFAULT || kind == Origin.Kind.HOST_NAME;
      if (effective || !usual) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("setting", key);
        one.put("value", chosen.value());
        one.put("from", chosen.origin().text());
        settings.add(one);
      }
    }
  }
}
