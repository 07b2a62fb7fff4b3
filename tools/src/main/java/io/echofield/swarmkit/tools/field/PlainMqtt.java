package io.echofield.swarmkit.tools.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The least that speaks MQTT 3.1.1: publishes and receives at QoS 0, which costs the fewest bytes
 * and the least work that MQTT knows. One thread.
 */
public final class PlainMqtt implements AutoCloseable {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int PUBLISH = 0x30;
  private static final int SUBSCRIBE = 0x82;
  private static final int SUBACK = 0x90;
  private static final int PINGREQ = 0xc0;
  private static final int PINGRESP = 0xd0;
  private static final int RETAIN = 0x01;
  private static final int KIND = 0xf0;
  private static final int PROTOCOL_LEVEL = 4;
  private static final int CLEAN_SESSION = 2;
  private static final int BUFFER_BYTES = 65_536;
  private static final int READ_MILLIS_MAX = 30_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private PlainMqtt(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    this.out =
        new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
  }

  /** A message that came: how long it is, and whether the broker had kept it. */
  public record Message(String topic, int payloadBytes, boolean retained) {}

  /** Connects to a port of this machine, without a name. */
  public static PlainMqtt connect(int port, String clientId) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MILLIS_MAX);
    PlainMqtt client = new PlainMqtt(socket);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeUTF("MQTT");
    fields.writeByte(PROTOCOL_LEVEL);
    fields.writeByte(CLEAN_SESSION);
    fields.writeShort(0);
    fields.writeUTF(clientId);
    client.packet(CONNECT, body.toByteArray());
    client.out.flush();
    byte[] answer = client.await(CONNACK);
    if (answer[1] != 0) {
      socket.close();
      throw new IOException("the broker refused a client: code " + answer[1]);
    }
    return client;
  }

  /** Publishes something that the broker shall keep; perhaps not before {@link #settle}. */
  public void keep(String topic, String payload) throws IOException {
    byte[] name = topic.getBytes(UTF_8);
    byte[] content = payload.getBytes(UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream(2 + name.length + content.length);
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeUTF(topic);
    fields.write(content);
    packet(PUBLISH | RETAIN, body.toByteArray());
  }

  /** Returns when the broker has taken all that was said. */
  public void settle() throws IOException {
    packet(PINGREQ, new byte[0]);
    out.flush();
    await(PINGRESP);
  }

  /** Asks for topics at QoS 0; messages may come from now on. */
  public void subscribe(String filter) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeShort(1);
    fields.writeUTF(filter);
    fields.writeByte(0);
    packet(SUBSCRIBE, body.toByteArray());
    out.flush();
    await(SUBACK);
  }

  /** The next message; waits for it, at most half a minute. */
  public Message next() throws IOException {
    int first = in.readUnsignedByte();
    while ((first & KIND) != PUBLISH) {
      in.skipNBytes(length());
      first = in.readUnsignedByte();
    }
    int length = length();
    String topic = in.readUTF();
    int payload = length - 2 - topic.getBytes(UTF_8).length;
    in.skipNBytes(payload);
    return new Message(topic, payload, (first & RETAIN) != 0);
  }

  /** Whether a message has begun to come. */
  public boolean hasNext() throws IOException {
    return in.available() > 0;
  }

  private byte[] await(int kind) throws IOException {
    int first = in.readUnsignedByte();
    byte[] body = new byte[length()];
    in.readFully(body);
    if (first != kind) {
      throw new IOException("the broker said packet " + first + " instead of " + kind);
    }
    return body;
  }

  private void packet(int first, byte[] body) throws IOException {
    out.writeByte(first);
    int rest = body.length;
    do {
      int digit = rest & 0x7f;
      rest >>>= 7;
      out.writeByte(rest > 0 ? digit | 0x80 : digit);
    } while (rest > 0);
    out.write(body);
  }

  private int length() throws IOException {
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 0x7f) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    return length;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
