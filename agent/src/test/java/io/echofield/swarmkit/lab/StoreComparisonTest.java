package io.echofield.swarmkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A comparison that finds nothing must mean something. */
final class StoreComparisonTest {
  private final RandomWrites source = new RandomWrites(1, NodeStoreContract.CODEC);
  private final StoreModel model = new StoreModel();
  private final StoreModel other = new StoreModel();
  private List<Write> last;

  @BeforeEach
  void fill() {
    for (int i = 0; i < 12; i++) {
      last = source.batch(20);
      model.apply(last);
      other.apply(last);
    }
  }

  @Test
  void equalStoresHaveNoDifference() {
    assertThat(StoreComparison.everything(other.ledger(), model)).isEmpty();
    assertThat(StoreComparison.questions(other.ledger(), model, source, new SplittableRandom(1)))
        .isEmpty();
    assertThat(StoreComparison.restored(other.restored(), model.restored())).isEmpty();
  }

  @Test
  void aBatchTooManyIsFound() {
    List<Write> more = new ArrayList<>();
    while (more.stream().noneMatch(Write.Append.class::isInstance)) {
      more.addAll(source.batch(5));
    }
    other.apply(more);
    assertThat(StoreComparison.everything(other.ledger(), model)).get().asString().contains("entr");
    assertThat(StoreComparison.restored(other.restored(), model.restored())).isPresent();
  }

  @Test
  void aLiveListThatIsOldIsFound() {
    Write.Live live =
        last.stream()
            .filter(Write.Live.class::isInstance)
            .map(Write.Live.class::cast)
            .filter(list -> !list.entries().isEmpty())
            .reduce((a, b) -> b)
            .orElseThrow();
    other.apply(List.of(new Write.Live(live.task(), live.entries().subList(1, 1))));
    assertThat(StoreComparison.everything(other.ledger(), model)).isPresent();
  }

  @Test
  void anEntryWithAnotherFlagIsFound() {
    List<StoredEntry> all = model.ledger().all();
    List<StoredEntry> changed = new ArrayList<>(all);
    StoredEntry one = all.get(3);
    changed.set(3, new StoredEntry(one.entry(), one.arrival(), !one.proven()));
    assertThat(StoreComparison.entries("arrivals", changed, all))
        .get()
        .asString()
        .startsWith("arrivals: at place 3 is entry " + one.entry().id());
  }

  @Test
  void aCounterThatIsOldIsFound() {
    Map<Write.Counter.Name, Long> before = model.restored().counters();
    other.apply(List.of(new Write.Counter(Write.Counter.Name.SESSION, Long.MAX_VALUE >> 8)));
    assertThat(StoreComparison.restored(other.restored(), model.restored()))
        .get()
        .asString()
        .startsWith("counters: ")
        .endsWith(" instead of " + before);
  }
}
