package org.batchrunner.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.batchrunner.provider.ProviderSettings;

/** The keys of providers, kept in {@code .env} beside the program, readable by its owner only. */
final class ApiKeyStore {

  private static final Map<String, String> OF_VENDORS =
      Map.of(
          "openai", "OPENAI_API_KEY",
          "anthropic", "ANTHROPIC_API_KEY",
          "google", "GOOGLE_API_KEY");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/=:@-]{8,500}");

  private final Path home;
  private final AccessToken access;

  ApiKeyStore(Path home, AccessToken access) {
    this.home = home;
    this.access = access;
  }

  /**
   * Returns whether keys are accepted: only if no other machine can reach the program and its
   * folder is writable.
   */
  boolean canBeKept() {
    return access.loopback() && Files.isWritable(home);
  }

  /** Returns the environment variable that the key of a provider is read from. */
  static String variable(String provider) {
    return OF_VENDORS.getOrDefault(
        provider,
        "BATCHRUNNER_PROVIDERS_%s_APIKEY"
            .formatted(provider.replace("-", "").toUpperCase(Locale.ROOT)));
  }

  static boolean isKey(String key) {
    return KEY.matcher(key).matches();
  }

  /**
   * Saves a key; all other lines of the file are kept.
   *
   * @throws ApiProblem if it can't be saved, or would not be read from there
   */
  synchronized void keep(ProviderSettings provider, String key) throws IOException {
    if (!access.loopback()) {
      throw ApiProblem.forbidden(
          "Keys are accepted only if no other machine can reach the program (server.address 127.0.0.1);"
              + " set "
              + variable(provider.name())
              + " in the environment");
    }
    if (!isKey(key)) {
      throw ApiProblem.unprocessable(
          "This is not a key: a key has 8 to 500 letters, digits and . _ ~ + / = : @ -");
    }
    Path file = home.resolve(".env");
    if (Files.isSymbolicLink(file)) {
      throw ApiProblem.conflict(
          file + " is a link, which is not followed; put the key there yourself");
    }
    String variable = variable(provider.name());
    List<String> lines =
        Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    Pattern line = Pattern.compile("\\s*" + variable + "\\s*=.*");
    boolean ours = lines.stream().anyMatch(text -> line.matcher(text).matches());
    if (provider.apiKey() != null && !ours) {
      throw ApiProblem.conflict(
          "The key of %s comes from elsewhere, such as the environment, which .env is not read before;"
                  .formatted(provider.name())
              + " change it there");
    }
    List<String> kept = new ArrayList<>(lines);
    kept.removeIf(text -> line.matcher(text).matches());
    kept.add(variable + "=" + key);
    write(file, kept);
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Path aside = file.resolveSibling(".env.tmp");
    Files.deleteIfExists(aside);
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(aside, owner);
    } catch (FileAlreadyExistsException e) {
      throw ApiProblem.conflict(aside + " is in the way; remove it");
    }
    Files.write(aside, lines, StandardCharsets.UTF_8);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not there after it was written");
    }
  }
}
