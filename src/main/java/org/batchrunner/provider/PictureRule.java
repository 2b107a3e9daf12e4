package org.batchrunner.provider;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Computes the most tokens that a picture counts, by the name of the model. OpenAI documents two
 * ways: tiles of 512 pixels after scaling, or patches of 32. An unknown model gets the most
 * expensive rule.
 */
final class PictureRule {

  private static final int TILE = 512;
  private static final int LONG_SIDE = 2048;
  private static final int SHORT_SIDE = 768;
  private static final int MOST_TILES = 8;
  private static final int PATCH = 32;
  private static final int PERCENT = 100;

  /** The factor for models without a documented one: the largest documented factor. */
  private static final int LARGEST_FACTOR = 246;

  private static final int MOST_PATCHES = 30_000;

  /** More tokens than tiles or the rule of any other vendor give. */
  private static final long UNKNOWN = 50_000;

  private static final String END = "(-20\\d\\d.*|-latest|-preview.*)?$";

  private static final List<PictureRule> RULES =
      List.of(
          tiles("gpt-4o-mini", 2_833, 5_667),
          tiles("(chat)?gpt-4o|gpt-4\\.1|gpt-4\\.5", 85, 170),
          tiles("gpt-5|gpt-5-chat", 70, 140),
          tiles("o1|o1-pro|o3|o3-pro", 75, 150),
          patches("gpt-(5|5\\.4|4\\.1)-mini", 1_536, 1_536, 162),
          patches("gpt-(5|5\\.4|4\\.1)-nano", 1_536, 1_536, LARGEST_FACTOR),
          patches("o4-mini", 1_536, 1_536, 172),
          patches("gpt-5\\.2|gpt-5(\\.\\d)?-codex", 1_536, 1_536, LARGEST_FACTOR),
          patches("gpt-5\\.[45]", 2_500, 10_000, LARGEST_FACTOR),
          patches("gpt-5\\.6", 2_500, MOST_PATCHES, LARGEST_FACTOR));

  private final Pattern names;
  private final int base;
  private final int tile;
  private final int patches;
  private final int originalPatches;
  private final int factor;

  private PictureRule(
      String names, int base, int tile, int patches, int originalPatches, int factor) {
    this.names = Pattern.compile("^(" + names + ")" + END);
    this.base = base;
    this.tile = tile;
    this.patches = patches;
    this.originalPatches = originalPatches;
    this.factor = factor;
  }

  private static PictureRule tiles(String names, int base, int tile) {
    return new PictureRule(names, base, tile, 0, 0, 0);
  }

  /**
   * @param original the most patches where the picture is taken as it is; so do newer models where
   *     no detail is given
   */
  private static PictureRule patches(String names, int high, int original, int factor) {
    return new PictureRule(names, 0, 0, high, original, factor);
  }

  /**
   * Returns the most tokens of a picture.
   *
   * @param size null where it is not known
   * @param detail as the request says; empty if it does not
   */
  static long most(String model, @Nullable PictureSize size, String detail) {
    String name = model.toLowerCase(Locale.ROOT);
    String own = name.substring(name.lastIndexOf('/') + 1);
    String wanted = detail.strip().toLowerCase(Locale.ROOT);
    for (PictureRule rule : RULES) {
      if (rule.names.matcher(own).find()) {
        return rule.most(size, wanted);
      }
    }
    return Math.max(UNKNOWN, patches(size, MOST_PATCHES, LARGEST_FACTOR));
  }

  private long most(@Nullable PictureSize size, String detail) {
    if (patches > 0) {
      boolean bounded = detail.equals("high") || detail.equals("low");
      return patches(size, bounded ? patches : originalPatches, factor);
    }
    return detail.equals("low") ? base : base + (long) tile * tiles(size);
  }

  private static long patches(@Nullable PictureSize size, int most, int factor) {
    long count =
        size == null
            ? most
            : Math.min(most, ceil(size.width(), PATCH) * ceil(size.height(), PATCH));
    return ceil(count * factor, PERCENT);
  }

  /**
   * Returns the tokens of the tiles, as if small pictures were scaled up, since the documents
   * differ about it.
   */
  private static long tiles(@Nullable PictureSize size) {
    if (size == null) {
      return MOST_TILES;
    }
    long longer = Math.max(size.width(), size.height());
    long shorter = Math.min(size.width(), size.height());
    if (longer > LONG_SIDE) {
      shorter = Math.max(1, ceil(shorter * LONG_SIDE, longer));
      longer = LONG_SIDE;
    }
    long across = ceil(longer * SHORT_SIDE, shorter);
    return Math.min(MOST_TILES, ceil(across, TILE) * ceil(SHORT_SIDE, TILE));
  }

  private static long ceil(long value, long unit) {
    return (value + unit - 1) / unit;
  }
}
