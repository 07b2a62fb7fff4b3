package io.echofield.swarmkit.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The flat JSON on the health topic, for people and standard tools. Nodes decide nothing from it; a
 * will is a hint at most.
 *
 * <p>One object, UTF-8, no spaces, no line end. Fields in a fixed order; readings that were not
 * taken are left out; readings that this class does not know follow by name. Numbers are plain
 * decimals without trailing zeros. Pure, any thread.
 */
public final class HealthJson {
  /** Longest document that {@link #offlineHint} looks at, in bytes; a longer one is no hint. */
  public static final int HINT_BYTES_MAX = 4_096;

  private static final int VERSION = 1;
  private static final long SESSION_MAX = 0xffff_ffffL;

  /** Readings that most nodes have, in the order in which people look for them. */
  private static final List<String> USUAL_READINGS =
      List.of("disk_pct", "mem_pct", "load1", "temp_c", "battery_pct");

  /**
   * Names that belong to the document; a reading of such a name is left out, or a field would come
   * twice.
   */
  private static final Set<String> OWN_FIELDS =
      Set.of(
          "v",
          "node",
          "ts",
          "state",
          "score",
          "outbox",
          "peers",
          "tasks_open",
          "ledger",
          "uptime_s",
          "session",
          "via");

  private static final JsonFactory JSON = new JsonFactory();

  private HealthJson() {}

  /** A node that a will or a goodbye calls offline. */
  public record OfflineHint(NodeId node, long session) {}

  /** The document of one health cycle. */
  public static Bytes report(NodeId node, HealthReport report, long session) {
    Map<String, BigDecimal> readings = new TreeMap<>();
    for (Reading reading : report.readings()) {
      if (!OWN_FIELDS.contains(reading.name())) {
        readings.put(reading.name(), BigDecimal.valueOf(reading.milli(), 3));
      }
    }
    return write(
        json -> {
          json.writeNumberField("v", VERSION);
          json.writeStringField("node", node.text());
          json.writeStringField("ts", Instant.ofEpochMilli(report.time().wallMillis()).toString());
          json.writeStringField("state", report.state().word());
          json.writeNumberField("score", report.score());
          for (String name : USUAL_READINGS) {
            number(json, name, readings.remove(name));
          }
          json.writeNumberField("outbox", report.outbox());
          json.writeNumberField("peers", report.peers());
          json.writeNumberField("tasks_open", report.tasksOpen());
          json.writeStringField(
              "ledger", HexFormat.of().toHexDigits((int) (report.ledgerPrefix() >>> 32)));
          json.writeNumberField("uptime_s", report.uptimeSeconds());
          json.writeNumberField("session", session);
          for (Map.Entry<String, BigDecimal> other : readings.entrySet()) {
            number(json, other.getKey(), other.getValue());
          }
        });
  }

  /** The document that a broker publishes when the node's connection is lost. */
  public static Bytes will(NodeId node, long session) {
    return write(
        json -> {
          json.writeNumberField("v", VERSION);
          json.writeStringField("node", node.text());
          json.writeStringField("state", HealthState.OFFLINE.word());
          json.writeNumberField("session", session);
        });
  }

  /**
   * Which node a document calls offline, if it does; unknown fields do not matter. Anything else is
   * no hint.
   */
  public static Optional<OfflineHint> offlineHint(Bytes json) {
    if (json.size() > HINT_BYTES_MAX) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(json.toArray())) {
      return hint(parser);
    } catch (IOException e) {
      // Anybody may publish anything there: what is not JSON is simply no hint.
      return Optional.empty();
    }
  }

  private static Optional<OfflineHint> hint(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    String node = "";
    String state = "";
    long session = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals("node")) {
        node = parser.getText();
      } else if (value == JsonToken.VALUE_STRING && field.equals("state")) {
        state = parser.getText();
      } else if (value == JsonToken.VALUE_NUMBER_INT && field.equals("session")) {
        session = parser.getLongValue();
      } else {
        parser.skipChildren();
      }
    }
    boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    boolean offline = state.equals(HealthState.OFFLINE.word()) && NodeId.isLegal(node);
    return whole && offline && session >= 1 && session <= SESSION_MAX
        ? Optional.of(new OfflineHint(new NodeId(node), session))
        : Optional.empty();
  }

  private static void number(JsonGenerator json, String name, BigDecimal value) throws IOException {
    if (value != null) {
      json.writeFieldName(name);
      json.writeNumber(value.stripTrailingZeros().toPlainString());
    }
  }

  /** What writes the fields of one object. */
  private interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static Bytes write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("an array gives no I/O failure", e);
    }
    return Bytes.copyOf(bytes.toByteArray());
  }
}
