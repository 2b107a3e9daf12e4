/** The application: Spring Boot, Camel and their wiring. */
@NullMarked
package org.batchrunner;

import org.jspecify.annotations.NullMarked;
