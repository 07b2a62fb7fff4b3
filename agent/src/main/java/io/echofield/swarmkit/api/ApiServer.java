package io.echofield.swarmkit.api;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's HTTP port for the command line: {@code POST /v1/<verb>} with a JSON object, answered
 * by a JSON document.
 *
 * <p>Loopback only. Every call needs the token from the data folder; Host must name a loopback
 * address and no browser origin is accepted, so that a web page cannot reach it.
 */
public final class ApiServer implements AutoCloseable {
  /** Largest request body in bytes; a larger one is answered 413. */
  static final int BODY_BYTES_MAX = 65_536;

  /** The exit code travels in this header. */
  static final String EXIT_HEADER = "Echofield-Exit";

  static final String PATH = "/v1/";

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final AgentCalls calls;
  private final byte[] token;

  private ApiServer(HttpServer server, AgentCalls calls, String token) {
    this.server = server;
    this.calls = calls;
    this.token = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            runnable -> {
              Thread thread = new Thread(runnable, "api");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if the address cannot be bound; the message names it
   */
  public static ApiServer start(String host, int port, AgentCalls calls, String token)
      throws IOException {
    // answers in 1 ms instead of 45: without it the JDK's server waits for delayed acknowledgements
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IOException("the API listens on loopback only, not on " + host);
    }
    ApiServer api = new ApiServer(HttpServer.create(address, 16), calls, token);
    api.server.setExecutor(api.threads);
    api.server.createContext(PATH, api::handle);
    api.server.start();
    return api;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!allowed(exchange)) {
        answer(
            exchange,
            403,
            ApiAnswer.error(
                Exit.DENIED, "the agent did not accept the token", "use the data folder's owner"));
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        answer(
            exchange,
            413,
            ApiAnswer.error(Exit.USAGE, "a call has at most " + BODY_BYTES_MAX + " bytes", ""));
        return;
      }
      String verb = exchange.getRequestURI().getPath().substring(PATH.length());
      ApiAnswer answer = call(verb, body);
      answer(exchange, answer.isError() ? 400 : 200, answer);
    }
  }

  private ApiAnswer call(String verb, byte[] body) {
    try {
      Map<String, Object> arguments = body.length == 0 ? Map.of() : JSON.std.mapFrom(body);
      return calls.call(verb, arguments);
    } catch (IOException e) {
      return ApiAnswer.error(Exit.USAGE, "the call's body is not a JSON object", "");
    } catch (RuntimeException e) {
      LOG.error("api={} state=failed reason=\"{}\"", verb, e.getMessage(), e);
      return ApiAnswer.error(Exit.FAILED, "the agent failed: " + e.getMessage(), "see its log");
    }
  }

  private boolean allowed(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    String host = exchange.getRequestHeaders().getFirst("Host");
    boolean local =
        host != null
            && (host.startsWith("127.0.0.1:")
                || host.startsWith("localhost:")
                || host.startsWith("[::1]:"));
    return local
        && exchange.getRequestHeaders().getFirst("Origin") == null
        && exchange.getRequestMethod().equals("POST")
        && given != null
        && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.US_ASCII));
  }

  private static void answer(HttpExchange exchange, int status, ApiAnswer answer)
      throws IOException {
    byte[] json = JSON.std.asBytes(answer.document());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set(EXIT_HEADER, Integer.toString(answer.exit()));
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }
}
