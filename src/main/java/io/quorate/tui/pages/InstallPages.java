package io.quorate.tui.pages;

import io.quorate.wizard.InstallWizard;

/** The pages of an install, or of an inventory, on the screen. */
public final class InstallPages {

  private static final PageView<InstallWizard> FORM = new FormPage<>(InstallWizard::form);

  private InstallPages() {}

  /**
   * @param rehearsal whether the nodes are simulated, which every page says
   */
  public static Shell<InstallWizard> shell(InstallWizard wizard, boolean rehearsal) {
    return new Shell<>(wizard, InstallPages::view, rehearsal);
  }

  private static PageView<InstallWizard> view(InstallWizard wizard) {
    return switch (wizard.page()) {
      case ACCESS, VERSIONS, NETWORK, SECURITY -> FORM;
      case HOSTS -> HostsPage.VIEW;
      case ROLES -> RolesPage.VIEW;
      case REVIEW -> ReviewPage.VIEW;
      case PREFLIGHT -> PreflightPage.VIEW;
      case INSTALL -> InstallPage.VIEW;
    };
  }
}
