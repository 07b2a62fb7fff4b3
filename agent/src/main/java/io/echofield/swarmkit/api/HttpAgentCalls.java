package io.echofield.swarmkit.api;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;

/** Calls a running agent over loopback HTTP. Any thread. */
public final class HttpAgentCalls implements AgentCalls {
  private final String host;
  private final int port;
  private final String token;
  private final int timeoutMillis;

  public HttpAgentCalls(String host, int port, String token, int timeoutMillis) {
    this.host = host;
    this.port = port;
    this.token = token;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public ApiAnswer call(String verb, Map<String, Object> arguments) {
    try {
      return exchange(verb, JSON.std.asBytes(arguments));
    } catch (ConnectException e) {
      return ApiAnswer.error(
          Exit.UNAVAILABLE, "no agent answers on " + host + ":" + port, "echofield agent run");
    } catch (SocketTimeoutException e) {
      return ApiAnswer.error(
          Exit.UNAVAILABLE,
          "the agent did not answer within " + timeoutMillis + " ms",
          "--timeout, or look at its log");
    } catch (IOException e) {
      return ApiAnswer.error(
          Exit.UNAVAILABLE, "cannot talk to the agent: " + e.getMessage(), "look at its log");
    }
  }

  @Override
  public void close() {
    // every call has its own connection
  }

  private ApiAnswer exchange(String verb, byte[] body) throws IOException {
    URI uri = URI.create("http://" + host + ":" + port + ApiServer.PATH + verb);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    int exit = connection.getHeaderFieldInt(ApiServer.EXIT_HEADER, Exit.FAILED);
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new ApiAnswer(exit, JSON.std.mapFrom(in));
    }
  }
}
