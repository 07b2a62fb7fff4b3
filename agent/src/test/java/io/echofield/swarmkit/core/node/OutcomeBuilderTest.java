package io.echofield.swarmkit.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskKey;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of writes that follow from one event. */
class OutcomeBuilderTest {
  private static final LinkName LINK = new LinkName("lan");
  private static final EntryId ID = new EntryId(Bytes.copyOf(new byte[EntryId.BYTES]));

  private final OutcomeBuilder out = new OutcomeBuilder();

  @Test
  void whatIsRememberedBesideTheLedgerIsHeldBackAndTheLastOfItComesAfter() {
    out.cursor(new Write.Cursor(LINK, 1));
    assertThat(out.take(0, false).writes()).isEmpty();
    out.cursor(new Write.Cursor(LINK, 2));
    out.counter(Write.Counter.Name.SESSION, 7);
    assertThat(out.take(0, false).writes()).isEmpty();
    assertThat(out.take(0, true).writes())
        .containsExactly(
            new Write.Counter(Write.Counter.Name.SESSION, 7), new Write.Cursor(LINK, 2));
    assertThat(out.take(0, true).writes()).isEmpty();
  }

  @Test
  void aChangeOfTheLedgerThatCannotBeMadeDurableIsOurMistake() {
    out.due(task(1), true);
    assertThatThrownBy(() -> out.take(0, false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEventIsFullOfLongListsButNotOfOneThatIsReplaced() {
    List<EntryId> most = Collections.nCopies(OutcomeBuilder.LIVE_IDS_MAX, ID);
    out.live(new Write.Live(task(1), most));
    out.live(new Write.Live(task(1), most));
    assertThat(out.full()).isFalse();
    out.live(new Write.Live(task(2), List.of(ID)));
    assertThat(out.full()).isTrue();
    assertThat(out.take(0, true).writes()).hasSize(2);
    assertThat(out.full()).isFalse();
  }

  private static TaskKey task(int number) {
    byte[] bytes = new byte[TaskKey.BYTES];
    bytes[0] = (byte) number;
    return new TaskKey(Bytes.copyOf(bytes));
  }
}
