/**
 * Load and models for laboratories: what crash tests, benchmarks and simulations feed to the real
 * parts, and what they compare them with. Nothing of a running agent uses it.
 */
package io.echofield.swarmkit.lab;
