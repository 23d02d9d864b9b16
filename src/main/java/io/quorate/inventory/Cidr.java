package io.quorate.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 network.
 *
 * @param first its first address as an unsigned 32-bit number
 * @param prefix how many bits are the network's, 0 to 32
 */
public record Cidr(long first, int prefix) {
  public static final Pattern FORM = Pattern.compile("([0-9.]{7,15})/([0-9]{1,2})");

  public Cidr {
    if (prefix < 0 || prefix > 32 || first < 0 || first > 0xffff_ffffL) {
      throw new IllegalArgumentException("no IPv4 network: " + first + "/" + prefix);
    }
    first = first & mask(prefix);
  }

  /** A network such as 10.0.0.0/16, bits of a host cleared; null when the text is none. */
  public static @Nullable Cidr parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > 32) {
      return null;
    }
    Long address = number(form.group(1));
    return address == null ? null : new Cidr(address, Integer.parseInt(form.group(2)));
  }

  /** A network, or an address as the network of itself alone; null when the text is neither. */
  public static @Nullable Cidr parseAddressOrNetwork(String text) {
    return text.contains("/") ? parse(text) : parse(text + "/32");
  }

  /** An IPv4 address as a number; null when the text is none. */
  public static @Nullable Long number(String address) {
    if (!InetAddressValidator.getInstance().isValidInet4Address(address)) {
      return null;
    }
    long number = 0;
    for (String part : address.split("\\.")) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : 0xffff_ffffL << (32 - prefix) & 0xffff_ffffL;
  }

  /** How many addresses it has, from 1 to 2^32. */
  public long size() {
    return 1L << (32 - prefix);
  }

  public long last() {
    return first + size() - 1;
  }

  /** The address at a distance from the first one, which may lie outside. */
  public String address(long offset) {
    long number = first + offset;
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }

  public boolean contains(long address) {
    return address >= first && address <= last();
  }

  public boolean contains(String address) {
    Long number = number(address);
    return number != null && contains(number);
  }

  public boolean overlaps(Cidr other) {
    return first <= other.last() && other.first <= last();
  }

  @Override
  public String toString() {
    return address(0) + "/" + prefix;
  }
}
