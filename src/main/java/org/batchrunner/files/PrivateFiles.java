package org.batchrunner.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that only their owner can read, whatever the umask is. Where a file system
 * knows no such permissions nothing is asked of it.
 */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /**
   * Makes a folder, and those above it, where they are missing. One that is there is left alone.
   */
  public static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(existing(folder), "rwx------"));
    }
    return folder;
  }

  /** Makes a file, empty; false if there is one already. */
  public static boolean file(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(existing(file), "rw-------"));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static Path existing(Path path) {
    Path near = path.toAbsolutePath();
    while (near.getParent() != null && !Files.exists(near)) {
      near = near.getParent();
    }
    return near;
  }

  private static FileAttribute<?>[] attributes(Path near, String permissions) throws IOException {
    return Files.getFileStore(near).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Returns whether others than its owner have any right to what is there. */
  public static boolean isOpen(Path path) throws IOException {
    PosixFileAttributeView view = view(path);
    return view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
  }

  /**
   * Takes the rights of others away.
   *
   * @return false if there were none, or nothing is there
   * @throws IOException if it is another's
   */
  public static boolean close(Path path) throws IOException {
    if (!Files.exists(path) || !isOpen(path)) {
      return false;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    permissions.removeAll(OTHERS);
    Files.setPosixFilePermissions(path, permissions);
    return true;
  }

  private static @Nullable PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }
}
