package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.show.JsonText;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says what would be done. */
final class DryRun {
  private DryRun() {}

  static int say(Globals globals, String deed) {
    PrintStream out = globals.terminal().out();
    if (globals.format() == Format.TABLE) {
      out.println("would " + deed + "; nothing was changed");
    } else {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.dry-run/1");
      document.put("would", deed);
      out.println(JsonText.of(document));
    }
    return Exit.OK;
  }
}
