/**
 * Real agents, a real broker and cables between them, for measurements of a swarm as a whole: every
 * one a process of its own, all of it in one scratch folder, all of it gone when it is closed.
 */
package io.echofield.swarmkit.tools.field;
