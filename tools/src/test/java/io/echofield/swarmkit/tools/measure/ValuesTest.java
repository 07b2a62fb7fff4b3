package io.echofield.swarmkit.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final Parameter ENTRIES = new Parameter("entries", "entries", 100, 1, 1_000);

  @Test
  void whatIsNotChosenHasItsDefault() {
    assertThat(new Values(List.of(ENTRIES), Map.of()).get(ENTRIES)).isEqualTo(100);
    assertThat(new Values(List.of(ENTRIES), Map.of("entries", 7L)).getInt(ENTRIES)).isEqualTo(7);
  }

  @Test
  void aValueOutOfRangeAndAnUnknownNameAreRefused() {
    assertThatThrownBy(() -> new Values(List.of(ENTRIES), Map.of("entries", 0L)))
        .hasMessage("--entries must be 1 to 1000 but was 0");
    assertThatThrownBy(() -> new Values(List.of(ENTRIES), Map.of("writers", 1L)))
        .hasMessageContaining("--writers means nothing");
    assertThatThrownBy(() -> new Parameter("No", "x", 1, 1, 1)).hasMessageContaining("\"No\"");
  }
}
