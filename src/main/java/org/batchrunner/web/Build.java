package org.batchrunner.web;

/**
 * Which program this is.
 *
 * @param version as the command line says it
 */
public record Build(String version) {}
