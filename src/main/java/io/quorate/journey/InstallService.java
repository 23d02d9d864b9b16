package io.quorate.journey;

import io.quorate.engine.Connector;
import io.quorate.engine.ExitCode;
import io.quorate.engine.HandOver;
import io.quorate.engine.RunFolder;
import io.quorate.engine.RunProcess;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The install run in a process of its own. */
public final class InstallService {

  private final RunFolder folder;
  private String cluster = "";
  private @Nullable Secret kubeconfig;

  public InstallService(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * Runs what was handed over to its end, and brings the access home.
   *
   * @return the exit code
   */
  public int serve(InputStream handOver) throws IOException, InterruptedException {
    int code = RunProcess.serve(folder.path(), handOver, this::connector);
    Secret access = kubeconfig;
    if (access != null && (code == ExitCode.DONE || code == ExitCode.WARNINGS)) {
      AccessHome.bring(folder, cluster, access);
    }
    return code;
  }

  private Connector connector(HandOver handOver) throws IOException {
    ReachDocument document = ReachDocument.read(handOver.connector());
    cluster = handOver.cluster();
    kubeconfig = new Secret(document.kubeconfig());
    Reach.Ssh reach = document.reach();
    return reach::connect;
  }
}
