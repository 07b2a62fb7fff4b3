package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A process that has no descriptors left: it fails or goes on, and forgets nothing. */
final class DescriptorTrial {
  private static final int DESCRIPTORS_MAX = 256;

  /** So many are left to the store, at most. */
  private static final int LEFT_MAX = 8;

  /** One is enough to begin a run and not to go on with it. */
  private static final int LEFT_FOR_THE_FIRST = 1;

  private static final int CHILDREN = 2;
  private static final long CHILD_MILLIS_MAX = 60_000;

  private final long seed;
  private final Path folder;
  private final Findings findings;

  DescriptorTrial(long seed, Path folder, Findings findings) {
    this.seed = seed;
    this.folder = folder;
    this.findings = findings;
  }

  void run() throws BrokenPromise, IOException, InterruptedException {
    Files.createDirectories(folder);
    Load load = new Load(seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path node = folder.resolve("node");
    for (int i = 0; i < CHILDREN; i++) {
      List<String> limited =
          List.of("bash", "-c", "ulimit -n " + DESCRIPTORS_MAX + "; exec \"$@\"", "bash");
      String left = Integer.toString(i == 0 ? LEFT_FOR_THE_FIRST : random.nextInt(LEFT_MAX));
      try (Child child =
          Child.start(limited, ChildJvm.plain(), StarvedWriter.class, node, seed, left)) {
        long acknowledged = child.awaitEnd(CHILD_MILLIS_MAX);
        if (child.killedHere() || child.exit() != 0) {
          throw new BrokenPromise(
              "with %s descriptors left it fell over: %s".formatted(left, child.lastWords()), node);
        }
        Inspection inspection =
            Inspection.of(TestStore.in(node), node, load, acknowledged, acknowledged);
        findings.opened(inspection.withoutLoss(node));
        findings.count("refused for want of descriptors", child.refusals());
        findings.count("out of descriptors, then not");
      }
    }
  }
}
