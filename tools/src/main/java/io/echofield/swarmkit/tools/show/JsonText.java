package io.echofield.swarmkit.tools.show;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Maps, lists, strings, numbers and booleans as JSON text on one line.
 *
 * <p>Written here because a library would cost each short command its start. Fields keep the order
 * of the map; {@code null} is written as such; any other type is an error of the caller.
 */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  public static String of(Object value) {
    StringBuilder text = new StringBuilder(256);
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    if (value == null || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof Number number) {
      appendNumber(text, number);
    } else if (value instanceof CharSequence chars) {
      appendString(text, chars);
    } else if (value instanceof Map<?, ?> map) {
      appendMap(text, map);
    } else if (value instanceof Iterable<?> list) {
      appendList(text, list);
    } else {
      throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
    }
  }

  private static void appendNumber(StringBuilder text, Number number) {
    double real = number.doubleValue();
    // JSON knows no infinity and no NaN.
    String plain = number instanceof BigDecimal big ? big.toPlainString() : number.toString();
    text.append(Double.isFinite(real) ? plain : "null");
  }

  private static void appendMap(StringBuilder text, Map<?, ?> map) {
    String comma = "";
    text.append('{');
    for (Map.Entry<?, ?> field : map.entrySet()) {
      text.append(comma);
      appendString(text, field.getKey().toString());
      text.append(':');
      append(text, field.getValue());
      comma = ",";
    }
    text.append('}');
  }

  private static void appendList(StringBuilder text, Iterable<?> list) {
    String comma = "";
    text.append('[');
    for (Object element : list) {
      text.append(comma);
      append(text, element);
      comma = ",";
    }
    text.append(']');
  }

  private static void appendString(StringBuilder text, CharSequence chars) {
    text.append('"');
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (mustEscape(c)) {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              text.append(HEX.charAt((c >> shift) & 15));
            }
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /** Control characters, and half surrogates, which have no UTF-8 form of their own. */
  private static boolean mustEscape(char c) {
    return c < 0x20 || c == 0x7f || Character.isSurrogate(c);
  }
}
