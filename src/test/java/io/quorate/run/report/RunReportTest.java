package io.quorate.run.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.JournalReader;
import io.quorate.plan.Fault;
import io.quorate.plan.Phase;
import io.quorate.run.Death;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class RunReportTest {

  private static final Path RECORDING = Path.of("src/test/resources/rehearsal/events.jsonl");
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private static Document svg(String html) throws Exception {
    String svg = html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + 6);
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theRecordedRehearsalHasItsTimelineFailureAndEvidence() throws Exception {
    List<RunEvent> events = JournalReader.read(RECORDING);
    String html = RunReport.html(events, null, ZoneOffset.UTC);
    assertThat(html)
        .contains(
            "install of demo",
            "A rehearsal: the nodes were simulated.",
            "Likely cause: ",
            "unattended-upgr",
            "In the end: changed.",
            "retry common@node-3, by demo",
            "Prepare the system");
    long spans = Timeline.of(events).spans().size();
    long losses = Timeline.of(events).losses().size();
    assertThat(losses).isEqualTo(1);
    assertThat(svg(html).getElementsByTagName("rect").getLength())
        .isEqualTo((int) (spans + losses));
  }

  @Test
  void nothingIsLoadedAndNothingRuns() throws Exception {
    String html = RunReport.html(JournalReader.read(RECORDING), null, ZoneOffset.UTC);
    assertThat(html).doesNotContain("<script", "src=", "href=", "url(", "@import");
    assertThat(html.replace("http://www.w3.org/2000/svg", "").replaceAll("(?s)<tbody>.*", ""))
        .contains("default-src 'none'");
  }

  @Test
  void whateverANodePrintsIsTextOnThePage() throws Exception {
    String evil = "<script>alert('1')</script>\u001b[2J\" onload=\"x";
    RunEvent.Failure failure =
        RunEvent.Failure.of(Fault.ended(1, evil), evil, evil, List.of(evil), evil, evil);
    List<RunEvent> events =
        List.of(
            new RunEvent.RunStarted(
                BEGIN,
                evil,
                evil,
                evil,
                false,
                List.of(new RunEvent.NodeInfo(evil, evil, true, true)),
                List.of(
                    new RunEvent.StepInfo("s", evil, Phase.ETCD, evil, List.of(evil), Set.of())),
                List.of()),
            new RunEvent.StepStarted(BEGIN.plusSeconds(1), "s", evil, 1),
            new RunEvent.NodeLost(BEGIN.plusSeconds(2), evil, evil),
            new RunEvent.CommandReceived(BEGIN.plusSeconds(3), evil, evil),
            new RunEvent.StepFinished(
                BEGIN.plusSeconds(90), "s", evil, StepResult.FAILED, 89_000, failure),
            new RunEvent.RunFinished(BEGIN.plusSeconds(91), RunEvent.RunResult.FAILED, evil));
    String html = RunReport.html(events, null, ZoneOffset.UTC);
    assertThat(html).doesNotContain("<script", "\u001b", "\" onload").contains("&lt;script&gt;");
    assertThat(svg(html).getElementsByTagName("rect").getLength()).isEqualTo(2);
  }

  @Test
  void aRunThatWasCutOffIsAReportToo() {
    List<RunEvent> events =
        List.of(
            new RunEvent.RunStarted(
                BEGIN,
                "r",
                "install",
                "prod",
                false,
                List.of(new RunEvent.NodeInfo("a", "192.0.2.1", true, true)),
                List.of(new RunEvent.StepInfo("s", "a", Phase.ETCD, "Join", List.of(), Set.of())),
                List.of()),
            new RunEvent.StepStarted(BEGIN.plusSeconds(1), "s", "a", 1));
    assertThat(RunReport.html(events, null, ZoneOffset.UTC)).contains("not finished", "under way");
    Death death = new Death(BEGIN.plusSeconds(3600), new ProcessDeath.OutOfMemory("192m"));
    assertThat(RunReport.html(events, death, ZoneOffset.UTC))
        .contains(
            "out of memory", "QUORATE_MEMORY=384m", "Noticed at 2026-03-01 11:00:00", "cut off")
        .doesNotContain("not finished", "under way");
    assertThatThrownBy(() -> RunReport.html(events.subList(1, 2), null, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RunReport.html(List.of(), null, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
