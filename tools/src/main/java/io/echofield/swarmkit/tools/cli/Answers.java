package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.JsonText;
import io.echofield.swarmkit.tools.show.Table;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints answers and errors the way the flags ask for. */
final class Answers {
  private static final String ERROR_SCHEMA = "echofield.error/1";

  private Answers() {}

  /**
   * Prints the answer.
   *
   * @param listField what {@code -o jsonl} prints element by element; empty if the answer is one
   *     thing
   * @return the exit code
   */
  static int print(Globals globals, ApiAnswer answer, String listField, Page page) {
    Doc doc = new Doc(answer.document());
    if (doc.text("schema").equals(ERROR_SCHEMA)) {
      throw new Failure(
          answer.exit() == Exit.OK ? Exit.FAILED : answer.exit(),
          doc.text("error"),
          doc.text("next"));
    }
    PrintStream out = globals.terminal().out();
    switch (globals.format()) {
      case TABLE -> page.lines(doc, globals.paint(), Instant.now()).forEach(out::println);
      case JSON -> out.println(JsonText.of(answer.document()));
      case JSONL -> {
        if (answer.document().get(listField) instanceof List<?> list) {
          list.forEach(element -> out.println(JsonText.of(element)));
        } else {
          out.println(JsonText.of(answer.document()));
        }
      }
    }
    out.flush();
    return answer.exit();
  }

  /** Prints a failure: one line for people, and the document where one was asked for. */
  static int print(Globals globals, Failure failure) {
    if (globals.format() != Format.TABLE) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", ERROR_SCHEMA);
      document.put("error", failure.what());
      if (!failure.next().isEmpty()) {
        document.put("next", failure.next());
      }
      globals.terminal().out().println(JsonText.of(document));
    }
    String next = failure.next().isEmpty() ? "" : "; " + failure.next();
    complain(globals, failure.what() + next, failure);
    return failure.exit();
  }

  /** One line on stderr, and the stack trace if the user wants to see more. */
  static void complain(Globals globals, String line, Throwable thrown) {
    PrintStream err = globals.terminal().err();
    String word = globals.errorPaint().red("echofield:");
    err.println(word + " " + Table.printable(line.strip().replaceAll("\\s*\\R\\s*", " ")));
    if (globals.isVerbose()) {
      thrown.printStackTrace(err);
    }
  }
}
