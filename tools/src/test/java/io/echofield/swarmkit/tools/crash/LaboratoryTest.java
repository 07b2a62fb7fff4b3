package io.echofield.swarmkit.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.store.mapdb.Disk;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A laboratory that finds nothing must mean something: planted bugs are caught. */
class LaboratoryTest {
  /** Power losses within which each planted bug must show. */
  private static final int LOSSES_MAX = 60;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource(FlawedDisk.Flaw.class)
  void aPlantedBugIsCaughtByAPowerLoss(FlawedDisk.Flaw flaw) throws Exception {
    Findings findings = power(disk -> new FlawedDisk(disk, flaw), LOSSES_MAX);
    assertThat(findings.failures()).isNotEmpty();
    assertThat(findings.failures().get(0).replay())
        .matches("echofield crash-test power --count 10 --seed [0-9]+");
  }

  @Test
  void aGoodStoreKeepsItsPromises() throws Exception {
    Findings findings = power(UnaryOperator.identity(), 20);
    assertThat(findings.failures()).isEmpty();
    assertThat(findings.counts()).containsEntry("folders opened", 60L);
  }

  @Test
  void theSameSeedDoesTheSame() throws Exception {
    UnaryOperator<Disk> flaw =
        disk -> new FlawedDisk(disk, FlawedDisk.Flaw.ACKNOWLEDGES_BEFORE_FORCE);
    Findings once = power(flaw, 10);
    Findings again = power(flaw, 10);
    assertThat(again.failures()).isEqualTo(once.failures());
    assertThat(again.counts()).isEqualTo(once.counts());
  }

  @Test
  void theFolderOfAFailureIsKept() throws Exception {
    Path kept = folder.resolve("kept");
    Trials trials = trials(10, Optional.of(kept));
    new PowerExperiment(disk -> new FlawedDisk(disk, FlawedDisk.Flaw.FORGETS_THE_FOLDER))
        .run(trials);
    assertThat(trials.findings().failures())
        .allSatisfy(failure -> assertThat(failure.kept().orElseThrow()).isDirectory());
  }

  private Findings power(UnaryOperator<Disk> flaw, int losses) throws InterruptedException {
    Trials trials = trials(losses, Optional.empty());
    new PowerExperiment(flaw).run(trials);
    return trials.findings();
  }

  private Trials trials(int count, Optional<Path> keep) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Path scratch = folder.resolve("scratch");
    return new Trials("power", count, 1, scratch, keep, new Progress(nowhere, false, true));
  }
}
