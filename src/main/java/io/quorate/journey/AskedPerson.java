package io.quorate.journey;

import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.plan.Secret;
import io.quorate.usecase.Person;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyReport;
import io.quorate.wizard.journey.Question;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person who is asked through a wizard: the question goes there as a report, and the work waits
 * until the answer comes as work of its own. An interrupt ends the wait.
 */
public final class AskedPerson implements Person {

  private static final ScopedValue<Consumer<Object>> REPORT = ScopedValue.newInstance();

  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, BlockingQueue<JourneyEffect.Answer>> waiting = new ConcurrentHashMap<>();

  /** Work that may ask. */
  interface Work {
    JourneyReport get() throws InterruptedException;
  }

  /** Does work whose questions go to this report. */
  JourneyReport reportingTo(Consumer<Object> report, Work work) throws InterruptedException {
    return ScopedValue.where(REPORT, report).call(work::get);
  }

  /** An answer has come; one that nobody waits for is passed over. */
  void answered(JourneyEffect.Answer answer) {
    BlockingQueue<JourneyEffect.Answer> place = waiting.get(answer.id());
    if (place != null) {
      place.add(answer);
    }
  }

  /** What goes on is shown by the wizard itself. */
  @Override
  public void say(String line) {}

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public @Nullable Secret secret(String name, String why) throws InterruptedException {
    long id = ids.incrementAndGet();
    JourneyEffect.Answer answer = ask(new Question.Password(id, name, why));
    return answer.agreed() ? answer.secret() : null;
  }

  @Override
  public boolean trusts(List<HostKeyUnknown> keys) throws InterruptedException {
    long id = ids.incrementAndGet();
    return ask(new Question.Trust(
            id,
            keys.stream()
                .map(
                    k ->
                        new Question.HostKey(
                            k.endpoint().name(),
                            k.endpoint().host(),
                            k.type(),
                            k.fingerprintSha256()))
                // A jump host is met on the way to each node behind it.
                .distinct()
                .toList()))
        .agreed();
  }

  private JourneyEffect.Answer ask(Question question) throws InterruptedException {
    BlockingQueue<JourneyEffect.Answer> place = new LinkedBlockingQueue<>();
    waiting.put(question.id(), place);
    try {
      REPORT.get().accept(new JourneyReport.Asked(question));
      return place.take();
    } finally {
      waiting.remove(question.id());
    }
  }
}
