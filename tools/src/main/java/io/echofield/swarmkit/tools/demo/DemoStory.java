package io.echofield.swarmkit.tools.demo;

import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.TimeText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens in a demo, step by step, told while it happens.
 *
 * <p>Everything is seen through the agents' own answers; nothing is assumed. One thread.
 */
final class DemoStory {
  private static final long LOOK_EVERY_MILLIS = 250;
  private static final Pattern BROKER = Pattern.compile("\\S*:(\\d{1,5})(?:\\s.*)?");

  // fixed
  private final DemoSwarm swarm;
  private final DemoOptions options;
  private final Screen screen;
  private final Paint paint;
  private final DemoReport report = new DemoReport();
  private final long startNanos = System.nanoTime();

  DemoStory(DemoSwarm swarm, DemoOptions options, Screen screen, Paint paint) {
    this.swarm = swarm;
    this.options = options;
    this.screen = screen;
    this.paint = paint;
  }

  DemoReport report() {
    return report;
  }

  /**
   * Tells the whole story and ends when the swarm has converged.
   *
   * @throws DemoException if a process ended, or there was no more time
   */
  void tell() throws DemoException, InterruptedException {
    start();
    addTogether();
    cut();
    heal();
  }

  /** Keeps the table up to date until the thread is interrupted. */
  void watch() throws DemoException, InterruptedException {
    say("It goes on until Ctrl-C, which removes everything. Try: echofield status -n demo-a");
    while (true) {
      screen.refresh(DemoTable.lines(swarm.photos(), paint));
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  private void start() throws DemoException, InterruptedException {
    int count = swarm.nodes().size();
    say("Starting " + count + " nodes on this machine, the first with a broker.");
    swarm.makeKeys();
    swarm.startFirst();
    List<Photo> first = await("the broker starts", photos -> port(photos) > 0);
    report.brokerPort = port(first);
    swarm.startOthers(report.brokerPort);
    List<Photo> all = await("all nodes hear each other", DemoStory::allHearAll);
    report.startMillis = millis();
    say("All " + count + " nodes hear each other.");
    say("Watch along with standard tools, in another terminal:");
    screen.say("    " + watchLine(report.brokerPort));
    screen.keep(DemoTable.lines(all, paint));
  }

  static String watchLine(int port) {
    return "mosquitto_sub -h 127.0.0.1 -p " + port + " -t '" + DemoSwarm.SWARM + "/health/#' -v";
  }

  private void addTogether() throws DemoException, InterruptedException {
    List<DemoNode> nodes = swarm.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      DemoNode on = nodes.get((i + 1) % nodes.size());
      add(nodes.get(i), on, "together", "hello from " + nodes.get(i).name());
    }
    say("Each node added a task for its neighbour.");
    List<Photo> done = await("the tasks are done", this::converged);
    say("All are done, and all ledgers have the hash " + brief(done.get(0)) + ".");
    screen.keep(DemoTable.lines(done, paint));
  }

  private void cut() throws DemoException, InterruptedException {
    String name = swarm.last().name();
    long endMillis = millis() + options.cutMillis();
    swarm.cut();
    say("Cut the cable of " + name + ", for " + TimeText.tenths(options.cutMillis()) + ".");
    add(swarm.last(), swarm.last(), "cut-off", "alone, and still at work");
    add(swarm.last(), swarm.first(), "cut-off", "for later, from the far side");
    add(swarm.first(), swarm.last(), "rest", "for later, from the near side");
    add(swarm.nodes().get(1), swarm.first(), "rest", "the rest goes on");
    say("Added 2 tasks on " + name + " and 2 on the others.");
    List<Photo> split =
        await("the sides differ", photos -> !linkUp(photos, name) && hashes(photos) > 1);
    report.ledgersDiffered = true;
    while (millis() < endMillis) {
      split = look();
      late("the cut ends");
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    report.ledgersDiffered &= hashes(split) > 1;
    Photo near = split.get(0);
    Photo far = split.get(split.size() - 1);
    say(
        "The ledgers differ: %s here, %s on %s; %s sees %s as %s."
            .formatted(brief(near), brief(far), name, near.node(), name, near.sees(name)));
    screen.keep(DemoTable.lines(split, paint));
  }

  private void heal() throws DemoException, InterruptedException {
    swarm.heal();
    report.cutMillis = options.cutMillis();
    long healed = millis();
    say("Healed the cable.");
    List<Photo> same = await("the ledgers are equal", this::converged);
    report.convergeMillis = millis() - healed;
    report.end(same, true, millis());
    say(
        "Converged %s after the heal: %d nodes with one ledger, %s, and all %d tasks are done."
            .formatted(
                TimeText.tenths(report.convergeMillis),
                same.size(),
                brief(same.get(0)),
                report.tasks.size()));
    screen.keep(DemoTable.lines(same, paint));
  }

  private void add(DemoNode from, DemoNode on, String side, String text) throws DemoException {
    String id = from.addNotify(on.name(), text);
    report.tasks.add(new DemoTask(id, from.name(), on.name(), side));
  }

  /** Every node has the same hash, and knows each of the demo's tasks as done. */
  private boolean converged(List<Photo> photos) {
    return photos.stream().allMatch(Photo::answered)
        && hashes(photos) == 1
        && photos.stream()
            .allMatch(photo -> report.tasks.stream().allMatch(task -> photo.isDone(task.id())));
  }

  private static long hashes(List<Photo> photos) {
    return photos.stream().map(Photo::ledger).distinct().count();
  }

  private static boolean allHearAll(List<Photo> photos) {
    return photos.stream()
        .allMatch(
            photo ->
                photos.stream()
                    .map(Photo::node)
                    .allMatch(other -> other.equals(photo.node()) || photo.hears(other)));
  }

  private static boolean linkUp(List<Photo> photos, String name) {
    return photos.stream().anyMatch(photo -> photo.node().equals(name) && photo.linkUp());
  }

  /** The broker's port as the first node tells it, 0 if it runs none yet. */
  private static int port(List<Photo> photos) {
    Matcher matcher = BROKER.matcher(photos.get(0).status().text("broker"));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private List<Photo> await(String what, Predicate<List<Photo>> condition)
      throws DemoException, InterruptedException {
    while (true) {
      List<Photo> photos = look();
      if (condition.test(photos)) {
        return photos;
      }
      late(what);
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  private List<Photo> look() throws DemoException {
    List<Photo> photos = swarm.photos();
    report.end(photos, false, millis());
    screen.refresh(DemoTable.lines(photos, paint));
    return photos;
  }

  private void late(String waitingFor) throws DemoException {
    if (options.limitMillis() > 0 && millis() > options.limitMillis()) {
      throw new DemoException(
          "not converged within "
              + TimeText.tenths(options.limitMillis())
              + ": waited until "
              + waitingFor,
          true);
    }
  }

  private void say(String sentence) {
    long millis = millis();
    report.told.add(new DemoReport.Told(millis, sentence));
    screen.say("%7s  %s".formatted(TimeText.tenths(millis), sentence));
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  private static String brief(Photo photo) {
    return photo.ledger().substring(0, Math.min(8, photo.ledger().length()));
  }
}
