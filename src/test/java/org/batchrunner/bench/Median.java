package org.batchrunner.bench;

import java.util.List;

/**
 * The middle of several measurements, and how far they lie apart.
 *
 * @param spread (greatest − least) / median
 */
record Median(double value, double spread) {

  static Median of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Median(median, (sorted.get(sorted.size() - 1) - sorted.get(0)) / median);
  }
}
