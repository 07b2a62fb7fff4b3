package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The broker's configuration file as a sorted map from element path to text, without the root
 * element.
 *
 * <p>The broker answers a file that it cannot read by listening on all addresses, so {@link #write}
 * reads its own work back.
 */
final class BrokerConfiguration {
  private static final String ROOT = "hivemq";

  private BrokerConfiguration() {}

  /** One plain listener and the bounds of {@link BrokerLimits}. */
  static NavigableMap<String, String> values(String bind, int port) {
    NavigableMap<String, String> values = new TreeMap<>();
    values.put("listeners/tcp-listener/bind-address", bind);
    values.put("listeners/tcp-listener/port", text(port));
    values.put("mqtt/keep-alive/allow-unlimited", "false");
    values.put("mqtt/keep-alive/max-keep-alive", text(BrokerLimits.KEEP_ALIVE_SECONDS_MAX));
    values.put("mqtt/packets/max-packet-size", text(BrokerLimits.PACKET_BYTES_MAX));
    values.put("mqtt/queued-messages/max-queue-size", text(BrokerLimits.QUEUE_MESSAGES_MAX));
    values.put("mqtt/queued-messages/strategy", "discard-oldest");
    values.put("mqtt/receive-maximum/server-receive-maximum", text(BrokerLimits.RECEIVE_MAXIMUM));
    values.put("mqtt/session-expiry/max-interval", text(BrokerLimits.SESSION_EXPIRY_SECONDS_MAX));
    values.put("mqtt/shared-subscriptions/enabled", "false");
    values.put("mqtt/topic-alias/max-per-client", text(BrokerLimits.TOPIC_ALIASES_MAX));
    values.put(
        "restrictions/incoming-bandwidth-throttling",
        text(BrokerLimits.INCOMING_BYTES_PER_SECOND_MAX));
    values.put("restrictions/max-client-id-length", text(clientIdCharactersMax()));
    values.put("restrictions/max-connections", text(BrokerLimits.CONNECTIONS_MAX));
    values.put("restrictions/max-topic-length", text(BrokerLimits.TOPIC_CHARACTERS_MAX));
    values.put("restrictions/no-connect-idle-timeout", text(BrokerLimits.CONNECT_WAIT_MILLIS));
    values.put("anonymous-usage-statistics/enabled", "false");
    values.put("persistence/mode", "file");
    return values;
  }

  /**
   * Writes the file, reads it again with a separate parser and compares.
   *
   * @throws BrokerException if it cannot be written, or says something else than asked
   */
  static void write(Path file, NavigableMap<String, String> values) throws BrokerException {
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        writeTo(out, values);
      }
    } catch (IOException | XMLStreamException e) {
      throw new BrokerException(Reason.FOLDER_NOT_WRITABLE, "cannot write " + file, e);
    }
    requireSame(file, values);
  }

  /**
   * @throws BrokerException if the file cannot be parsed or differs in any value
   */
  static void requireSame(Path file, NavigableMap<String, String> values) throws BrokerException {
    NavigableMap<String, String> found;
    try {
      found = read(file);
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new BrokerException(Reason.FAILED, "cannot read back " + file, e);
    }
    if (!found.equals(values)) {
      throw new BrokerException(Reason.FAILED, file + " does not say what was asked: " + found);
    }
  }

  private static void writeTo(OutputStream out, NavigableMap<String, String> values)
      throws XMLStreamException {
    XMLStreamWriter writer =
        XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, UTF_8.name());
    writer.writeStartDocument(UTF_8.name(), "1.0");
    writer.writeStartElement(ROOT);
    writeBelow(writer, "", values);
    writer.writeEndElement();
    writer.writeEndDocument();
    writer.close();
  }

  /** Sorted paths keep the children of one element together: each first level is one run. */
  private static void writeBelow(
      XMLStreamWriter writer, String prefix, NavigableMap<String, String> values)
      throws XMLStreamException {
    Iterator<String> paths = values.navigableKeySet().tailSet(prefix).iterator();
    String previous = null;
    while (paths.hasNext()) {
      String path = paths.next();
      if (!path.startsWith(prefix)) {
        return;
      }
      String rest = path.substring(prefix.length());
      int slash = rest.indexOf('/');
      String name = slash < 0 ? rest : rest.substring(0, slash);
      if (name.equals(previous)) {
        continue;
      }
      previous = name;
      writer.writeStartElement(name);
      if (slash < 0) {
        writer.writeCharacters(values.get(path));
      } else {
        writeBelow(writer, prefix + name + "/", values);
      }
      writer.writeEndElement();
    }
  }

  private static NavigableMap<String, String> read(Path file)
      throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    NavigableMap<String, String> values = new TreeMap<>();
    collect(builder.parse(file.toFile()).getDocumentElement(), "", values);
    return values;
  }

  private static void collect(Element element, String path, Map<String, String> values) {
    boolean leaf = true;
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        leaf = false;
        collect(
            child, path.isEmpty() ? child.getTagName() : path + "/" + child.getTagName(), values);
      }
    }
    if (leaf) {
      String before = values.put(path, element.getTextContent());
      if (before != null) {
        values.put(path, before + " and " + element.getTextContent());
      }
    }
  }

  /**
   * One more for the mark of anonymous clients, and one because the broker's own check is
   * exclusive.
   */
  private static int clientIdCharactersMax() {
    return BrokerLimits.CLIENT_ID_CHARACTERS_MAX + 2;
  }

  private static String text(int value) {
    return Integer.toString(value);
  }
}
