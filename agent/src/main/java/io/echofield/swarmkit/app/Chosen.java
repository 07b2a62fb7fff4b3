package io.echofield.swarmkit.app;

/**
 * The value that a setting got, and where it came from; for {@code config show --effective}.
 *
 * @param value as it would be written, without secrets
 */
public record Chosen(String value, Origin origin) {}
