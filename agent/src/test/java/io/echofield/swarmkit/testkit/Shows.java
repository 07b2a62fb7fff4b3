package io.echofield.swarmkit.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/**
 * The statements of PROTOCOL.md that a test checks, by their numbers. Other modules have the same
 * annotation of their own: it is looked for in sources, by {@code StatementsTest}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Shows {
  String[] value();
}
