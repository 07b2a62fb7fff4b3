package io.echofield.swarmkit.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  private static final Metric RATE = new Metric("rate", "entries/s", Metric.Better.HIGHER);

  @TempDir private Path root;
  private final List<String> turns = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @Test
  void theSidesTakeTurnsAndTheWarmUpDoesNotCount() throws Exception {
    Measured measured = run(new Toy(this::read), 3);
    assertThat(turns)
        .containsExactly(
            "echofield", "peer", "echofield", "peer", "echofield", "peer", "echofield", "peer");
    assertThat(measured.samples().get(new Series("w", "peer", RATE)).values())
        .containsExactly(4.0, 6.0, 8.0);
    assertThat(said).contains("toy, round 1 of 3: w, peer: rate 4 entries/s");
  }

  @Test
  void everyTrialHasAnEmptyFolderAndNothingIsLeft() throws Exception {
    run(
        new Toy(
            (side, folder) -> {
              assertThat(folder).isEmptyDirectory();
              Files.writeString(folder.resolve("left"), "over");
              return 1;
            }),
        2);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aSideThatBreaksIsNamedAndNothingIsLeft() {
    Toy broken =
        new Toy(
            (side, folder) -> {
              if (side.equals("peer")) {
                throw new IOException("no such thing");
              }
              return 1;
            });
    assertThatThrownBy(() -> run(broken, 1))
        .isInstanceOf(MeasureException.class)
        .hasMessage("toy, warming up: w, peer: no such thing");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void theDocumentHasEveryRowWithWhatWeAreInTimesOfEachPeer() throws Exception {
    Doc document = new Doc(run(new Toy(this::read), 3).document());
    assertThat(document.text("command")).isEqualTo("echofield bench toy --rounds 3 --size 9");
    assertThat(document.docs("rows")).hasSize(2);
    assertThat(document.docs("rows").get(0).has("ours_ratio")).isFalse();
    Doc peer = document.docs("rows").get(1);
    assertThat(peer.text("side")).isEqualTo("peer");
    assertThat(peer.real("median")).isEqualTo(6);
    assertThat(peer.real("ours_ratio")).isBetween(0.7, 0.9);
    assertThat(document.docs("targets").get(0).flag("met")).isFalse();
  }

  /** 1, 2, 3 ... in the order of turns. */
  private double read(String side, Path folder) {
    turns.add(side);
    return turns.size();
  }

  private Measured run(Toy toy, int rounds) throws Exception {
    Values values = new Values(toy.parameters(), Map.of());
    return new Rounds(root, said::add).run(toy, values, rounds);
  }

  private interface Reader {
    double read(String side, Path folder) throws IOException;
  }

  private record Toy(Reader reader) implements Benchmark {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String measures() {
      return "Nothing.";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(new Parameter("size", "a size", 9, 1, 10));
    }

    @Override
    public Plan prepare(Values values, Path folder) {
      Target target =
          Target.times(2, new Series("w", Trial.OURS, RATE), new Series("w", "peer", RATE));
      return new Plan(1, List.of(trial(Trial.OURS), trial("peer")), List.of(target), Map.of());
    }

    private Trial trial(String side) {
      return new Trial("w", side, folder -> List.of(new Reading(RATE, reader.read(side, folder))));
    }
  }
}
