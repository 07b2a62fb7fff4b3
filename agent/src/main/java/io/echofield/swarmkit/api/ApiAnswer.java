package io.echofield.swarmkit.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param exit the exit code that fits: see {@link Exit}
 * @param document JSON with a {@code schema} first; of an error {@code echofield.error/1} with
 *     {@code error} and perhaps {@code next}
 */
public record ApiAnswer(int exit, Map<String, Object> document) {
  public static final String ERROR_SCHEMA = "echofield.error/1";

  public static ApiAnswer error(int exit, String error, String next) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", ERROR_SCHEMA);
    document.put("error", error);
    if (!next.isEmpty()) {
      document.put("next", next);
    }
    return new ApiAnswer(exit, document);
  }

  public boolean isError() {
    return ERROR_SCHEMA.equals(document.get("schema"));
  }
}
