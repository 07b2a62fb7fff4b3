package io.echofield.swarmkit.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/**
 * The statements of PROTOCOL.md that a test checks, by their numbers. The agent's tests have the
 * same annotation: it is looked for in sources, by their {@code StatementsTest}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Shows {
  String[] value();
}
