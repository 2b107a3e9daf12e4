/**
 * The list of prices in force: read from price files, looked up by model and day. Price files of
 * the project, of LiteLLM and of genai-prices come in. The dated price of a model goes out, or
 * nothing where it is not listed.
 */
@NullMarked
package org.batchrunner.money.prices;

import org.jspecify.annotations.NullMarked;
