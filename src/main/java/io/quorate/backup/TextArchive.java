package io.quorate.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * Texts as one compressed tar that anybody can open, readable by its owner only. It is written
 * beside its place and gets its name when it is whole, as {@link ArchiveWriter} does it; a file
 * that is there already is never replaced.
 */
public final class TextArchive {

  private TextArchive() {}

  /**
   * @param place the file to be; its folder is there
   * @param texts by their paths in the archive
   * @param at when they were gathered, which is what the archive says of each
   * @return how many bytes the file has
   * @throws FileAlreadyExistsException when it is there already
   */
  public static long write(Path place, SequencedMap<String, String> texts, Instant at)
      throws IOException {
    Path target = place.toAbsolutePath();
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(place.toString());
    }
    Path whole = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel file = ArchiveWriter.create(whole)) {
        OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        GzipCompressorOutputStream packed = new GzipCompressorOutputStream(buffered);
        TarArchiveOutputStream tar = ArchiveWriter.tar(packed);
        for (Map.Entry<String, String> text : texts.entrySet()) {
          byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
          ArchiveWriter.put(tar, text.getKey(), bytes, at);
        }
        tar.finish();
        packed.finish();
        buffered.flush();
        file.force(true);
      }
      long size = Files.size(whole);
      ArchiveWriter.name(whole, target);
      return size;
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
