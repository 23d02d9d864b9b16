package io.quorate.tui.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.TextCanvas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each page as text in three sizes, from the model alone. {@code mvn test -Dtest=PageViewTest
 * -Dformat=write} draws the pictures anew.
 */
class PageViewTest {

  private static final Path PICTURES = Path.of("src/test/resources/golden/pages");

  private static final List<int[]> SIZES =
      List.of(new int[] {80, 24}, new int[] {132, 43}, new int[] {60, 18});

  private static Map<String, Supplier<WizardDriver>> pages() {
    Map<String, Supplier<WizardDriver>> pages = new LinkedHashMap<>();
    pages.put("access", WizardDriver::fresh);
    pages.put(
        "access-wrong",
        () ->
            WizardDriver.fresh()
                .press(Key.DOWN, Key.DOWN)
                .type("x")
                .press(Key.DOWN, Key.DOWN, Key.DOWN)
                .type(" ")
                .press(Key.F10));
    pages.put("access-help", () -> WizardDriver.fresh().press(Key.DOWN, Key.DOWN, Key.F1));
    pages.put("hosts-empty", () -> WizardDriver.fresh().press(Key.F10));
    pages.put("hosts", () -> WizardDriver.fresh().toHosts().press(Key.DOWN));
    pages.put("hosts-keys", () -> WizardDriver.fresh().toHosts().press(Key.F6));
    pages.put("roles", () -> WizardDriver.fresh().toRoles());
    pages.put("roles-even", () -> WizardDriver.fresh().toRoles().type(" "));
    pages.put("versions", () -> WizardDriver.fresh().toRoles().press(Key.F10));
    pages.put("network", () -> WizardDriver.fresh().toRoles().press(Key.F10, Key.F10));
    pages.put("security", () -> WizardDriver.fresh().toRoles().press(Key.F10, Key.F10, Key.F10));
    pages.put("review", () -> WizardDriver.fresh().toReview());
    pages.put("review-plan", () -> WizardDriver.fresh().toReview().press(Key.F2));
    pages.put("review-phases", () -> WizardDriver.fresh().toReview().press(Key.F2, Key.F2));
    pages.put("preflight", () -> WizardDriver.fresh().toPreflight().type("n"));
    pages.put(
        "preflight-install",
        () ->
            WizardDriver.fresh()
                .toPreflight(
                    WizardDriver.finding("node-1", "os", io.quorate.wizard.Finding.Status.GOOD))
                .press(Key.F10));
    pages.put("leave", () -> WizardDriver.fresh().ctrl('q'));
    return pages;
  }

  @TestFactory
  Stream<DynamicTest> pagesLookLikeTheirPictures() {
    List<DynamicTest> tests = new ArrayList<>();
    pages()
        .forEach(
            (name, journey) -> {
              for (int[] size : SIZES) {
                String file = name + "-" + size[0] + "x" + size[1] + ".txt";
                tests.add(
                    DynamicTest.dynamicTest(
                        file,
                        () -> {
                          WizardDriver driver = journey.get().resize(size[0], size[1]);
                          compare(file, driver.draw());
                        }));
              }
            });
    return tests.stream();
  }

  @Test
  void theMenuLooksLikeItsPicture() throws IOException {
    StartMenu menu =
        new StartMenu(
            List.of(
                new StartMenu.Entry.Resume("4 hosts, at Roles"),
                new StartMenu.Entry.Attach("/run", "install of kubernetes, since 10:32")),
            true);
    TextCanvas canvas = new TextCanvas(80, 24, Glyphs.UNICODE);
    menu.view(menu.start(), canvas.canvas());
    compare("menu-80x24.txt", canvas.toText());
  }

  @Test
  void aLocaleWithoutUtf8GetsAsciiOnly() {
    pages()
        .forEach(
            (name, journey) -> {
              WizardDriver driver = journey.get();
              assertThat(driver.draw(80, 24, Glyphs.ASCII)).as(name).matches("[\\x00-\\x7f]*");
              driver.press(Key.F1);
              assertThat(driver.draw(80, 24, Glyphs.ASCII)).as(name).matches("[\\x00-\\x7f]*");
            });
  }

  @Test
  void everySizeCanBeDrawn() {
    for (var journey : pages().entrySet()) {
      WizardDriver driver = journey.getValue().get();
      for (int width = 1; width < 140; width += 13) {
        for (int height = 1; height < 50; height += 7) {
          assertThat(driver.resize(width, height).draw().lines().count()).isEqualTo(height);
        }
      }
    }
  }

  private static void compare(String file, String drawn) throws IOException {
    Path picture = PICTURES.resolve(file);
    if ("write".equals(System.getProperty("format"))) {
      Files.createDirectories(PICTURES);
      Files.writeString(picture, drawn);
    }
    assertThat(drawn).isEqualTo(Files.readString(picture));
  }
}
