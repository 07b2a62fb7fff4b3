package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    customSynopsis = "echofield version [-o json]",
    description = "The version of this program, and the Java that runs it.")
final class VersionVerb implements Callable<Integer> {
  private final Globals globals;

  VersionVerb(Globals globals) {
    this.globals = globals;
  }

  /** The version of this build; {@code unknown} when run from loose classes. */
  static String version() {
    return Optional.ofNullable(VersionVerb.class.getPackage().getImplementationVersion())
        .orElse("unknown");
  }

  @Override
  public Integer call() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.version/1");
    document.put("version", version());
    document.put("java", System.getProperty("java.version"));
    document.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return Answers.print(
        globals,
        new ApiAnswer(Exit.OK, document),
        "",
        (doc, paint, now) ->
            List.of(
                "echofield %s (Java %s, %s)"
                    .formatted(doc.text("version"), doc.text("java"), doc.text("platform"))));
  }
}
