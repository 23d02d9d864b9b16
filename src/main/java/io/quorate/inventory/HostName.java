package io.quorate.inventory;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.InetAddressValidator;

/**
 * Names and addresses of hosts. commons-validator's DomainValidator knows public top-level domains
 * only and refuses node1.local, so names are judged by RFC 1123 here.
 */
public final class HostName {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  private HostName() {}

  /** Whether it can name a node: lower-case letters, digits and dashes, at most 63 of them. */
  public static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  /** Whether it is a host's name of one or more labels, in any case, and no address. */
  public static boolean isName(String text) {
    if (text.length() > 253 || NUMBERS.matcher(text).matches()) {
      return false;
    }
    for (String label : text.toLowerCase(Locale.ROOT).split("\\.", -1)) {
      if (!isLabel(label)) {
        return false;
      }
    }
    return true;
  }

  public static boolean isAddress(String text) {
    return InetAddressValidator.getInstance().isValid(text);
  }

  public static boolean isNameOrAddress(String text) {
    return isName(text) || isAddress(text);
  }

  /** One spelling for all spellings of an address or name. */
  public static String canonical(String text) {
    return isAddress(text) && !text.contains("%")
        ? InetAddress.ofLiteral(text).getHostAddress()
        : text.toLowerCase(Locale.ROOT);
  }
}
