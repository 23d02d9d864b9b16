package io.quorate.wizard.journey;

import io.quorate.inventory.Host;
import io.quorate.inventory.Problem;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.CertificateList.Entry;
import io.quorate.plan.facts.CertificateList.State;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.lifecycle.RenewalGuard;
import io.quorate.usecase.CertificateLines;
import io.quorate.usecase.RenewCertificates;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Field;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

/** Which certificates there are, and new ones. */
public final class CertificatesJourney {

  private static final String SOURCE = "kubernetes.io/docs, \"PKI certificates and requirements\"";

  public static final Journey JOURNEY =
      new Journey(
          "certificates",
          "Look after certificates",
          "which end when; new ones, even when all ended",
          "Shows every certificate and kubeconfig, as it lies on the nodes and as processes show"
              + " it. New ones are made below the cluster's own authorities while it serves; or"
              + " over SSH alone, where nothing answers any more because all have ended. Example: a"
              + " cluster that nobody touched for a year.",
          List.of(new Table(), new Nodes(), new Renewing()));

  private CertificatesJourney() {}

  private static CertificateList list(Moment at, Looked looked) {
    return CertificateTable.of(at.inventory(), looked.facts(), null, "", looked.at());
  }

  private record Table() implements PicturePage {

    @Override
    public String title() {
      return "as they are";
    }

    @Override
    public String purpose() {
      return "All certificates of the cluster; going on leads to new ones.";
    }

    @Override
    public List<String> picture(Moment at, Looked looked) {
      return CertificateLines.of(list(at, looked), false);
    }

    @Override
    public List<Problem> problems(Moment at, Looked looked) {
      return List.of();
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "By node: what lies there, and after a colon the port of a process that shows one. A file"
              + " may be new and its process old: then it says \"not the file's\". Controller"
              + " manager and scheduler make theirs as they start.",
          "quorate certificates -v tells the names and serial numbers, too",
          SOURCE);
    }
  }

  private record Nodes() implements NodesPage {

    @Override
    public String title() {
      return "who gets new ones";
    }

    @Override
    public String purpose() {
      return "Who gets new certificates. Where none is chosen, all do.";
    }

    @Override
    public Pick pick() {
      return Pick.MANY;
    }

    @Override
    public String asks() {
      return "Who gets new ones";
    }

    /** The node's first certificate to end. */
    @Override
    public List<NodeRow> rows(Moment at, Instant now) {
      Looked looked = at.looked();
      if (looked == null) {
        return List.of();
      }
      CertificateList list = list(at, looked);
      return NodeRow.of(looked.live(), now).stream()
          .map(
              row -> {
                List<Entry> own =
                    list.entries().stream().filter(e -> e.node().equals(row.name())).toList();
                boolean bad = own.stream().anyMatch(e -> e.state() != State.GOOD);
                return own.isEmpty()
                    ? row
                    : new NodeRow(
                        row.name(),
                        row.roles(),
                        bad,
                        CertificateLines.first(
                            new CertificateList(
                                list.cluster(), list.at(), own, list.silent(), List.of())));
              })
          .toList();
    }

    @Override
    public Judgement judge(Moment at, Looked looked) {
      try {
        List<Host> hosts =
            useCase(at.choices()).chosen(at.inventory(), looked.facts(), looked.at());
        boolean together = RenewalGuard.judge(at.inventory(), looked.facts(), hosts, looked.at());
        return Judgement.allowed(RenewCertificates.words(at.inventory(), hosts, together));
      } catch (GuardRefused refused) {
        return Judgement.refused(List.of(refused.words(List.of())));
      }
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "Masters go one by one, each API server after the one before shows its new certificate."
              + " Where etcd's members refuse one another because certificates have ended, all"
              + " masters have to be among them.",
          "node-4",
          SOURCE);
    }
  }

  private static RenewCertificates useCase(Choices choices) {
    return new RenewCertificates(new LinkedHashSet<>(choices.list(NodesPage.KEY)), false);
  }

  private record Renewing() implements ReviewPage {

    @Override
    public UseCase useCase(Cluster cluster, Choices choices) {
      return CertificatesJourney.useCase(choices);
    }

    @Override
    public List<String> again(Choices choices) {
      return choices.list(NodesPage.KEY).stream()
          .flatMap(n -> List.of("--node", n).stream())
          .toList();
    }

    @Override
    public String question(Moment at) {
      return "Renew the certificates now?";
    }

    @Override
    public String yes() {
      return "Renew";
    }

    @Override
    public Field.Help help(Moment at) {
      return Reviews.help("etcd: new certificates, and etcd with them (a step)", SOURCE);
    }
  }
}
