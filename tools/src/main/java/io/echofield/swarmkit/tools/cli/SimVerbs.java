package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Stories;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The simulator, without what runs. */
final class SimVerbs {
  private SimVerbs() {}

  @Command(
      name = "sim",
      customSynopsis = "echofield sim run|list|replay",
      description = "Many bad days of a swarm, in virtual time, with every promise checked.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "list",
      customSynopsis = "echofield sim list [-o json]",
      description = "The scenarios that come with this program.")
  static final class Listing implements Callable<Integer> {
    private final Globals globals;

    Listing(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.sim.list/1");
      List<Object> scenarios = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      for (String name : Stories.NAMES) {
        scenarios.add(entry(name, Stories.title(name)));
        lines.add("%-18s %s".formatted(name, Stories.title(name)));
      }
      String cells = "Very many nodes in cells joined by gateways (--nodes, --shape)";
      scenarios.add(entry("cells", cells));
      lines.add("%-18s %s".formatted("cells", cells));
      document.put("scenarios", scenarios);
      return Answers.print(
          globals, new ApiAnswer(Exit.OK, document), "scenarios", (doc, paint, now) -> lines);
    }

    private static Map<String, Object> entry(String name, String title) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", name);
      entry.put("title", title);
      return entry;
    }
  }
}
