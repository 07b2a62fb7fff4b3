package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void fieldsKeepTheirOrder() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.x/1");
    document.put("b", 1);
    document.put("a", Arrays.asList(true, null, new BigDecimal("0.25")));
    assertThat(JsonText.of(document))
        .isEqualTo("{\"schema\":\"echofield.x/1\",\"b\":1,\"a\":[true,null,0.25]}");
  }

  @Test
  void anotherReaderReadsWhatIsWritten() throws IOException {
    String nasty = "quote \" back \\ line\n tab\t bell\u0007 del\u007f umlaut ü emoji \ud83d\ude00";
    Map<String, Object> document = Map.of("text", nasty);
    assertThat(JSON.std.mapFrom(JsonText.of(document))).isEqualTo(document);
    assertThat(JsonText.of(List.of(nasty))).doesNotContain("\n");
  }

  @Test
  void whatIsNoNumberInJsonIsNull() {
    assertThat(JsonText.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, 1.5)))
        .isEqualTo("[null,null,1.5]");
  }

  @Test
  void anUnknownTypeIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonText.of(new Object()))
        .withMessageContaining("java.lang.Object");
  }
}
