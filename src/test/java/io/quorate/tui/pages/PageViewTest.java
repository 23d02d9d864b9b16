package io.quorate.tui.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Pictures;
import io.quorate.tui.TextCanvas;
import io.quorate.wizard.Goal;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.journey.MenuEntry;
import java.nio.file.Path;
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

  private static final Pictures PICTURES = new Pictures(Path.of("src/test/resources/golden/pages"));

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
    pages.put("hosts", () -> WizardDriver.fresh().toHosts());
    pages.put(
        "hosts-busy",
        () -> WizardDriver.fresh().toHosts().press(Key.F5).send(new Message.Tick(12_000)));
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
    pages.put("preflight-pairs", () -> WizardDriver.fresh().toPreflight().press(Key.F2).type("n"));
    pages.put(
        "preflight-many",
        () ->
            WizardDriver.fresh()
                .press(Key.F10)
                .paste("rack-[1-40] 192.168.9.[11-50]")
                .press(Key.F10, Key.F10, Key.F10, Key.F10, Key.F10, Key.F10, Key.F10)
                .judged()
                .press(Key.F2, Key.RIGHT, Key.RIGHT, Key.RIGHT, Key.DOWN));
    pages.put(
        "preflight-install",
        () ->
            WizardDriver.fresh()
                .toPreflight(
                    WizardDriver.finding(
                        "node-1",
                        io.quorate.plan.Finding.Kind.OS,
                        io.quorate.plan.Finding.Status.OK))
                .press(Key.F10));
    pages.put(
        "hosts-changed",
        () ->
            WizardDriver.fresh()
                .toHosts()
                .press(Key.HOME)
                .found(
                    "node-1",
                    new HostCheck.KeyChanged(
                        "ssh-ed25519", WizardDriver.NEW_KEY.fingerprint(), "~/.ssh/known_hosts:3"))
                .press(Key.F1));
    pages.put(
        "install",
        () ->
            WizardDriver.fresh()
                .toPreflight(
                    WizardDriver.finding(
                        "node-1",
                        io.quorate.plan.Finding.Kind.OS,
                        io.quorate.plan.Finding.Status.OK))
                .press(Key.F10, Key.RIGHT, Key.ENTER)
                .send(new Message.Tick(400)));
    pages.put("leave", () -> WizardDriver.fresh().ctrl('q'));
    return pages;
  }

  @TestFactory
  Stream<DynamicTest> pagesLookLikeTheirPictures() {
    return PICTURES.tests(
        pages(), (d, width, height) -> d.resize(width, height).drawn(Glyphs.UNICODE));
  }

  @TestFactory
  Stream<DynamicTest> theMenuLooksLikeItsPictures() {
    Menu menu =
        new Menu(
            "What do you want to do?",
            MenuEntry.all(
                List.of(
                    new MenuEntry.Resume(Goal.INSTALL, "4 hosts, at Roles"),
                    new MenuEntry.Attach("/run", "install of kubernetes, since 10:32")),
                true),
            null,
            true);
    Menu.Picture begun = menu.start();
    Map<String, Supplier<Menu.Picture>> screens =
        Map.of("menu", () -> begun, "menu-help", () -> pressed(menu, begun, KeyPress.of(Key.F1)));
    return PICTURES.tests(
        screens,
        (screen, width, height) -> {
          TextCanvas canvas = new TextCanvas(width, height, Glyphs.UNICODE);
          menu.view(screen, canvas.canvas());
          return canvas;
        });
  }

  private static Menu.Picture pressed(Menu menu, Menu.Picture screen, KeyPress key) {
    return menu.update(screen, new Message.Pressed(key)).model();
  }

  @Test
  void theMenuExplainsEachOfItsEntries() {
    List<MenuEntry> entries =
        MenuEntry.all(
            List.of(new MenuEntry.Resume(Goal.INSTALL, "1 host"), new MenuEntry.Attach("/r", "")),
            true);
    Menu menu = new Menu("What do you want to do?", entries, null, false);
    Menu.Picture screen = menu.update(menu.start(), new Message.Resized(80, 240)).model();
    screen = pressed(menu, screen, KeyPress.of('?'));
    TextCanvas canvas = new TextCanvas(80, 240, Glyphs.UNICODE);
    menu.view(screen, canvas.canvas());
    String drawn = canvas.toText().replaceAll("[\\s│]+", " ");
    assertThat(entries).allSatisfy(e -> assertThat(drawn).contains(e.title() + " " + e.help()));
    screen = pressed(menu, screen, KeyPress.of('q'));
    assertThat(screen.help()).isNull();
    assertThat(menu.finished(screen)).as("q closes the help only").isFalse();
  }

  @Test
  void aLocaleWithoutUtf8GetsAsciiOnly() {
    pages()
        .forEach(
            (name, journey) -> {
              WizardDriver driver = journey.get();
              assertThat(driver.drawn(Glyphs.ASCII).toText()).as(name).matches("[\\x00-\\x7f]*");
              driver.press(Key.F1);
              assertThat(driver.drawn(Glyphs.ASCII).toText()).as(name).matches("[\\x00-\\x7f]*");
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
}
