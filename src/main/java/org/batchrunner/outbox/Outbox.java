package org.batchrunner.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.batchrunner.files.FileTree;

/** The outbox folder, with a folder for each batch and the receipts. */
public final class Outbox {

  private final Path root;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /**
   * @param root made when it is first needed
   */
  public Outbox(Path root) {
    this.root = root;
  }

  /** Returns the folder of a batch, which may not exist yet. */
  public Path path(String batch) {
    return SafeFiles.in(root, batch);
  }

  /**
   * Returns the folder of a batch, and creates it if it is missing.
   *
   * @throws IOException if it can't be made or leads out of the outbox
   */
  Path folder(String batch) throws IOException {
    return SafeFiles.folder(SafeFiles.in(root(), batch));
  }

  /** Something that writes files. */
  interface Writing {
    void write() throws IOException;
  }

  /** Runs a write when no other thread writes through this method in the folder of the batch. */
  void oneAtATime(String batch, Writing writing) throws IOException {
    ReentrantLock lock = locks.computeIfAbsent(batch, id -> new ReentrantLock());
    lock.lock();
    try {
      writing.write();
    } finally {
      lock.unlock();
      locks.remove(batch, lock);
    }
  }

  /** Removes a batch's folder with all that is in it; links are removed, not followed. */
  public void remove(String batch) throws IOException {
    FileTree.delete(path(batch));
  }

  Path receipts() throws IOException {
    return SafeFiles.folder(SafeFiles.in(root(), ".receipts"));
  }

  private Path root() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
    }
    return root;
  }
}
