package io.echofield.swarmkit.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Decoded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionCatalogTest {
  private final ActionCatalog catalog = new ActionCatalog(ActionCatalog.builtIn("/data/tmp"));

  @Test
  void fixedGivenAndDefaultParametersAreMerged() {
    assertThat(check("clean-own-temp", Map.of()).toString())
        .isEqualTo("{older_than=7d, path=/data/tmp, recursive=true}");
    assertThat(check("clean-own-temp", Map.of("older_than", "2d")).toString())
        .isEqualTo("{older_than=2d, path=/data/tmp, recursive=true}");
    assertThat(check("notify", Map.of("text", "hello")).toString()).isEqualTo("{text=hello}");
    assertThat(check("collect-diagnostics", Map.of())).isEmpty();
  }

  @Test
  void whatIsNotAllowedIsRefusedWithAReason() {
    assertThat(refused("restart", Map.of())).isEqualTo("unsupported");
    assertThat(refused("notify", Map.of())).isEqualTo("parameter text is missing");
    assertThat(refused("notify", Map.of("text", "")))
        .isEqualTo("parameter text must have 1 to 512 bytes but has 0");
    assertThat(refused("notify", Map.of("text", "a", "to", "b")))
        .isEqualTo("parameter to is not declared here");
    assertThat(refused("clean-own-temp", Map.of("path", "/etc")))
        .isEqualTo("parameter path is fixed here");
    assertThat(refused("clean-own-temp", Map.of("path", "/data/tmp")))
        .isEqualTo("parameter path is fixed here");
    assertThat(refused("clean-own-temp", Map.of("older_than", "1m")))
        .isEqualTo("parameter older_than must be 1h to 366d");
    assertThat(refused("collect-diagnostics", Map.of("text", "a"))).contains("not declared");
  }

  @Test
  void theBuiltInActionsHaveTheirClasses() {
    assertThat(catalog.actions())
        .extracting(action -> action.name() + " " + action.risk())
        .containsExactly("clean-own-temp R1", "collect-diagnostics R0", "notify R0");
  }

  @ParameterizedTest(name = "{0} \"{1}\" -> {2}")
  @CsvSource({
    "text, 'grüße', ''",
    "text, 'ten bytes!', ''",
    "text, 'ten bytes!!', must have 1 to 10 bytes but has 11",
    "text, 'öööööö', must have 1 to 10 bytes but has 12",
    "text, 'a\nb', must not have control characters",
    "number, 1, ''",
    "number, 100, ''",
    "number, 0, must be 1 to 100",
    "number, 101, must be 1 to 100",
    "number, -5, must be 1 to 100",
    "number, 1.5, must be a whole number",
    "number, 9999999999999999999, must be a whole number",
    "number, '', must be a whole number",
    "span, 60, ''",
    "span, 2h, ''",
    "span, 59s, must be 1m to 2h",
    "span, 121m, must be 1m to 2h",
    "span, soon, 'must be a time span like 90s, 5m, 2h or 7d'",
    "span, -5m, 'must be a time span like 90s, 5m, 2h or 7d'",
    "word, blue, ''",
    "word, green, 'must be one of red, blue'"
  })
  void valuesAreCheckedByKind(String kind, String value, String fault) {
    Parameter.Kind checked =
        switch (kind) {
          case "text" -> new Parameter.Text(10);
          case "number" -> new Parameter.WholeNumber(1, 100);
          case "span" -> new Parameter.Span(60_000, 7_200_000);
          default -> new Parameter.OneOf(List.of("red", "blue"));
        };
    assertThat(checked.fault(value).orElse("")).isEqualTo(fault);
  }

  @ParameterizedTest(name = "{0} is {1} ms, shortest {2}")
  @CsvSource({
    "90, 90000, 90s",
    "60s, 60000, 1m",
    "5m, 300000, 5m",
    "48h, 172800000, 2d",
    "7d, 604800000, 7d",
    "1500ms, 1500, 1500ms",
    "0, 0, 0s",
    "999999999d, 86399999913600000, " + "999999999d"
  })
  void timeSpansAreReadAndWritten(String text, long millis, String shortest) {
    assertThat(TimeSpan.millis(text)).isEqualTo(OptionalLong.of(millis));
    assertThat(TimeSpan.text(millis)).isEqualTo(shortest);
  }

  @Test
  void contradictoryDeclarationsAreRefusedWhenTheyAreMade() {
    Parameter text = Parameter.required("text", new Parameter.Text(10));
    Action twice = Action.of("a", "notify", RiskClass.R0, Map.of(), List.of(text));
    assertThatThrownBy(() -> new ActionCatalog(List.of(twice, twice)))
        .hasMessageContaining("two actions are called a");
    assertThatThrownBy(
            () -> Action.of("a", "notify", RiskClass.R0, Map.of("text", "x"), List.of(text)))
        .hasMessageContaining("both fixed and variable");
    assertThatThrownBy(() -> Action.of("a", "notify", RiskClass.R0, Map.of(), List.of(text, text)))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> Parameter.optional("n", new Parameter.WholeNumber(1, 2), "3"))
        .hasMessageContaining("default of n must be 1 to 2");
    assertThatThrownBy(() -> Parameter.required("N", new Parameter.Text(10)))
        .hasMessageContaining("\"N\"");
  }

  @Test
  void modesHaveWordsAndAnOrder() {
    for (RemedyMode mode : RemedyMode.values()) {
      assertThat(RemedyMode.ofWord(mode.word())).isEqualTo(Optional.of(mode));
    }
    assertThat(RemedyMode.ofWord("maybe")).isEmpty();
    assertThat(RemedyMode.AUTO.moreCareful(RemedyMode.DRY_RUN)).isEqualTo(RemedyMode.DRY_RUN);
    assertThat(RemedyMode.OFF.moreCareful(RemedyMode.APPROVE)).isEqualTo(RemedyMode.OFF);
  }

  private SortedMap<String, String> check(String action, Map<String, String> given) {
    Decoded<SortedMap<String, String>> checked = catalog.check(new ActionName(action), given);
    return ((Decoded.Accepted<SortedMap<String, String>>) checked).value();
  }

  private String refused(String action, Map<String, String> given) {
    return catalog.check(new ActionName(action), given).fold(Object::toString, reason -> reason);
  }
}
