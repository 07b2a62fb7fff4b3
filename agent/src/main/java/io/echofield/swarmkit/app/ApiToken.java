package io.echofield.swarmkit.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The secret by which the local HTTP API knows this user: 32 random bytes in hex, in a file of the
 * data folder that only the user can read.
 */
public final class ApiToken {
  /** Name of the file in the data folder. */
  public static final String FILE = "http.token";

  private static final int BYTES = 32;
  private static final int FILE_BYTES_MAX = 128;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private final String hex;

  private ApiToken(String hex) {
    this.hex = hex;
  }

  /** Where the token of an agent with this data folder is. */
  public static Path file(Path dataDir) {
    return dataDir.resolve(FILE);
  }

  /**
   * Makes a new token and writes it to its file, 0600; the one before is void.
   *
   * @throws IOException if it cannot be written
   */
  public static ApiToken renew(Path dataDir, SecureRandom random) throws IOException {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    ApiToken token = new ApiToken(HexFormat.of().formatHex(bytes));
    PrivateText.write(file(dataDir), token.hex + "\n");
    return token;
  }

  /**
   * Reads a token's file.
   *
   * @throws IOException if there is none, or something else in it
   */
  public static ApiToken read(Path file) throws IOException {
    String text = PrivateText.read(file, FILE_BYTES_MAX).strip();
    if (!FORM.matcher(text).matches()) {
      throw new IOException(file + " does not hold a token; restart the agent");
    }
    return new ApiToken(text);
  }

  /** 64 hexadecimal digits, to be sent along with a request. */
  public String hex() {
    return hex;
  }

  /** Whether a request brought the right one; takes the same time for every wrong one. */
  public boolean matches(String given) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "ApiToken[secret]";
  }
}
