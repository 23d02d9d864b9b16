package io.quorate.inventory.setting;

import java.util.Map;

/** Who knows which versions fit together; the catalogue of the release package does. */
public interface VersionDefaults {

  /**
   * The settings that depend on Kubernetes' version, as far as they were not given.
   *
   * @param given what was given, as text; a Kubernetes version may be a bare minor such as 1.36
   * @return texts of settings that were not given, and of the Kubernetes version when that was a
   *     bare minor
   */
  Map<Setting, String> fill(Map<Setting, String> given);
}
