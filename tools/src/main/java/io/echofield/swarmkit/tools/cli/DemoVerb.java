package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.demo.Demo;
import io.echofield.swarmkit.tools.demo.DemoException;
import io.echofield.swarmkit.tools.demo.DemoOptions;
import io.echofield.swarmkit.tools.demo.LiveScreen;
import io.echofield.swarmkit.tools.demo.PlainScreen;
import io.echofield.swarmkit.tools.demo.Screen;
import io.echofield.swarmkit.tools.show.JsonText;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    customSynopsis = "echofield demo [--nodes N] [--cut TIME] [--seconds N] [--headless] [-o json]",
    description = {
      "A swarm on this machine that is cut apart and becomes one again.",
      "Nodes are processes of their own, a broker is in the first one. They share tasks; one node's",
      "cable is cut, tasks are added on both sides, the cable heals, and the ledgers become equal. All",
      "of it lives in a temporary folder and is gone at the end."
    },
    footerHeading =
        "%nExit code 0 only when all ledgers are equal, 2 when they were not in time.%n%nExamples%n",
    footer = {
      "  echofield demo                                    until Ctrl-C",
      "  echofield demo --headless --seconds 60 -o json    for programs"
    })
final class DemoVerb implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final Globals globals;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  /** How long the cable is cut unless told otherwise. */
  private static final long CUT_MILLIS = 20_000;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "how many nodes, 2 to 9 (default: ${DEFAULT-VALUE})",
      defaultValue = "3")
  private int nodes;

  @Option(
      names = "--cut",
      paramLabel = "TIME",
      description = "how long one node is cut off (default: 20s, a fifth of --seconds at most)")
  private Duration cut;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "it must have converged by then; ends as soon as it has")
  private Integer seconds;

  @Option(names = "--headless", description = "plain lines, no live table; ends when converged")
  private boolean headless;

  DemoVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws InterruptedException {
    Demo demo;
    try {
      demo = new Demo(options(), screen(), paint(), AgentChoice::find);
    } catch (DemoException e) {
      throw new Failure(Exit.FAILED, e.getMessage(), "", e);
    }
    Thread hook = new Thread(() -> stopNow(demo), "demo-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int exit;
    try {
      exit = run(demo);
    } finally {
      demo.close();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    if (globals.format() != Format.TABLE) {
      globals.terminal().out().println(JsonText.of(demo.document()));
    }
    return exit;
  }

  private int run(Demo demo) throws InterruptedException {
    try {
      demo.run();
      return Exit.OK;
    } catch (DemoException e) {
      // Ctrl-C goes to the nodes too, and may end them before this process has heard of it.
      if (interrupted.await(300, TimeUnit.MILLISECONDS)) {
        Thread.sleep(Long.MAX_VALUE);
      }
      if (!e.isLate()) {
        throw new Failure(Exit.FAILED, e.getMessage(), "", e);
      }
      Answers.complain(globals, e.getMessage(), e);
      return Exit.DEGRADED;
    }
  }

  /** Runs when the process is told to end; its exit code is then this one's business. */
  private void stopNow(Demo demo) {
    interrupted.countDown();
    demo.close();
    Runtime.getRuntime().halt(demo.converged() ? Exit.OK : INTERRUPTED);
  }

  private DemoOptions options() {
    boolean endsByItself = headless || seconds != null || globals.format() != Format.TABLE;
    long limitMillis = seconds == null ? 0 : seconds * 1_000L;
    try {
      return new DemoOptions(nodes, cutMillis(limitMillis), limitMillis, endsByItself);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, e.getMessage(), "see echofield demo --help", e);
    }
  }

  /** As told; else long enough to look at, and short enough to leave time for all the rest. */
  private long cutMillis(long limitMillis) {
    if (cut != null) {
      return cut.toMillis();
    }
    return limitMillis == 0 ? CUT_MILLIS : Math.min(CUT_MILLIS, limitMillis / 5);
  }

  private Paint paint() {
    return toStdout() ? globals.paint() : globals.errorPaint();
  }

  private Screen screen() {
    if (globals.isQuiet()) {
      return Screen.none();
    }
    Terminal terminal = globals.terminal();
    if (toStdout() && terminal.outIsTerminal() && !headless) {
      return new LiveScreen(terminal.out());
    }
    return new PlainScreen(toStdout() ? terminal.out() : terminal.err());
  }

  /** Stdout has the document, if one is asked for, and nothing else. */
  private boolean toStdout() {
    return globals.format() == Format.TABLE;
  }
}
