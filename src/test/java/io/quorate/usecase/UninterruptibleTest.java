package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UninterruptibleTest {

  @Test
  void whoWasStoppedBeforeDoesNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                Uninterruptible.get(
                    () -> {
                      throw new AssertionError("it was done");
                    }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void whoIsStoppedLaterHearsWhatCameOfIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicReference<String> came = new AtomicReference<>("");
    Thread worker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    String result =
                        Uninterruptible.get(
                            () -> {
                              begun.countDown();
                              interrupted.await();
                              return "started";
                            });
                    came.set(result + " " + Thread.currentThread().isInterrupted());
                  } catch (IOException | InterruptedException e) {
                    came.set(e.toString());
                  }
                });
    begun.await();
    worker.interrupt();
    interrupted.countDown();
    worker.join();
    assertThat(came.get()).isEqualTo("started false");
  }

  @Test
  void whatWentWrongIsThrownAsItIs() {
    assertThatThrownBy(
            () ->
                Uninterruptible.get(
                    () -> {
                      throw new IOException("no space");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space");
    assertThatThrownBy(
            () ->
                Uninterruptible.get(
                    () -> {
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
