package io.quorate.target;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings by which the AWS SDK finds the test's server and keys, and nothing of this
 * machine's.
 */
public final class S3Keys implements AutoCloseable {

  private final Map<String, String> before = new HashMap<>();

  /**
   * @param folder where profiles would be
   */
  public S3Keys(Path folder) {
    set("aws.accessKeyId", S3Server.ACCESS_KEY);
    set("aws.secretAccessKey", S3Server.SECRET_KEY);
    set("aws.disableEc2Metadata", "true");
    set("aws.profile", "");
    set("aws.configFile", folder.resolve("config").toString());
    set("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
  }

  /**
   * @param value empty: it is not set
   */
  public void set(String property, String value) {
    String old =
        value.isEmpty() ? System.clearProperty(property) : System.setProperty(property, value);
    before.putIfAbsent(property, old == null ? "" : old);
  }

  /** Sets the secret key. */
  public void secret(String value) {
    set("aws.secretAccessKey", value);
  }

  @Override
  public void close() {
    before.forEach(
        (property, old) -> {
          if (old.isEmpty()) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, old);
          }
        });
  }
}
