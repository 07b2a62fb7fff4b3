package io.echofield.swarmkit.core.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\u00e4\u00f6\u00fc", "\u6e29\u5ea6", "\ud83d\udee0 tools"})
  void aTextThatFitsIsLeftAlone(String text) {
    assertThat(Texts.clip(text, 512)).isEqualTo(text);
    assertThat(Texts.clip(text, text.getBytes(UTF_8).length)).isEqualTo(text);
  }

  @ParameterizedTest(name = "to {0} bytes")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aLongerOneIsCutBetweenCharacters(int bytesMax) {
    String text = "a\u00e4\u6e29\ud83d\udee0z";
    String clipped = Texts.clip(text, bytesMax);
    assertThat(text).startsWith(clipped);
    assertThat(clipped.getBytes(UTF_8).length).isLessThanOrEqualTo(bytesMax);
    String longer = text.substring(0, Math.min(text.length(), clipped.length() + 2));
    assertThat(clipped.equals(text) || longer.getBytes(UTF_8).length > bytesMax).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "x\udc00y", "\ud800\ud800\udc00"})
  void halvesOfPairsAreReplaced(String text) {
    String clipped = Texts.clip(text, 512);
    assertThat(new String(clipped.getBytes(UTF_8), UTF_8)).isEqualTo(clipped);
    assertThat(clipped).contains("\ufffd");
  }
}
