/** The echofield command: user verbs, the demo and the launcher's main class. */
package io.echofield.swarmkit.tools;
