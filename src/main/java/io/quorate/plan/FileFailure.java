package io.quorate.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** What a failure says to a person: the JDK's exceptions of files often say a path and no more. */
public final class FileFailure {

  private FileFailure() {}

  /** In one clause without a full stop; the exception's kind where it says nothing. */
  public static String words(Throwable failure) {
    // Without a message of its own it repeats its cause's kind and message.
    if (failure instanceof UncheckedIOException unchecked
        && unchecked.getCause() != null
        && unchecked.getCause().toString().equals(unchecked.getMessage())) {
      return words(unchecked.getCause());
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return bare(file);
    }
    @Nullable String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String bare(FileSystemException failure) {
    String path = String.valueOf(failure.getFile());
    return switch (failure) {
      case NoSuchFileException _ -> path + " is not there";
      case AccessDeniedException _ -> path + ": permission denied";
      case FileAlreadyExistsException _ -> path + " is there already";
      case NotDirectoryException _ -> path + " is no folder";
      case DirectoryNotEmptyException _ -> path + " is not empty";
      default -> path + ": " + kind(failure);
    };
  }

  private static String kind(IOException failure) {
    return failure.getClass().getSimpleName();
  }
}
