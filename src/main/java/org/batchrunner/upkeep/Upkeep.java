package org.batchrunner.upkeep;

/** What an operator asks for now and then. */
public record Upkeep(PriceUpdate priceUpdate, Repricing repricing, Doctor doctor) {}
