package io.quorate.usecase;

import io.quorate.engine.RunFolder;
import io.quorate.plan.PrivateFiles;
import io.quorate.plan.Secret;
import io.quorate.usecase.kubeconfig.OperatorKubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The cluster's access on its way to the operator, and where it was put. */
public final class AccessHome {

  private static final String NOTE = "access";

  private AccessHome() {}

  /** Puts it there; the command that uses it. */
  static String bring(RunFolder folder, String cluster, Secret kubeconfig) throws IOException {
    OperatorKubeconfig.Saved saved =
        OperatorKubeconfig.standard(System.getenv(), Path.of(System.getProperty("user.home")))
            .save(cluster, kubeconfig.reveal());
    PrivateFiles.write(folder.path().resolve(NOTE), saved.command());
    return saved.command();
  }

  /** How the cluster is used from here, such as a kubectl command; null while that is not known. */
  public static @Nullable String command(RunFolder folder) throws IOException {
    try {
      return Files.readString(folder.path().resolve(NOTE));
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
