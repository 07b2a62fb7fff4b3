package io.echofield.swarmkit.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "clean-spool", "a-", "abcdefghijklmnopqrstuvwxyz012345"})
  void lettersDigitsAndHyphensAreLegal(String text) {
    assertThat(new ActionName(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "A",
        "a b",
        "a_b",
        "a\n",
        "ä",
        "a/b",
        "a`",
        "a{",
        "abcdefghijklmnopqrstuvwxyz0123456"
      })
  void everythingElseIsRefused(String text) {
    assertThat(ActionName.isLegal(text)).isFalse();
  }

  @Test
  void theMessageShowsTheRuleAndTheText() {
    assertThatThrownBy(() -> new ActionName("No"))
        .hasMessage("action name must match [a-z0-9][a-z0-9-]{0,31} but was \"No\"");
  }
}
