package io.echofield.swarmkit.tools.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer of an agent, read field by field.
 *
 * <p>A field that is missing or of another type reads as empty, zero or false: an older agent may
 * not know it.
 */
public record Doc(Map<String, Object> fields) {
  public String text(String name) {
    Object value = fields.get(name);
    return value == null ? "" : value.toString();
  }

  public boolean has(String name) {
    return fields.get(name) != null;
  }

  public long number(String name) {
    return fields.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** A number that need not be whole. */
  public double real(String name) {
    return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  public Doc doc(String name) {
    return new Doc(asMap(fields.get(name)));
  }

  public List<Doc> docs(String name) {
    List<Doc> docs = new ArrayList<>();
    for (Object element : elements(name)) {
      docs.add(new Doc(asMap(element)));
    }
    return docs;
  }

  public List<Double> reals(String name) {
    List<Double> reals = new ArrayList<>();
    for (Object element : elements(name)) {
      reals.add(element instanceof Number number ? number.doubleValue() : 0.0);
    }
    return reals;
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      texts.add(String.valueOf(element));
    }
    return texts;
  }

  private List<?> elements(String name) {
    return fields.get(name) instanceof List<?> list ? list : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
