package io.quorate.pki;

import java.util.List;

/**
 * What signs, and all whose signatures are trusted: an authority, or the key of tokens. While
 * another one takes its place several are trusted, and one signs.
 */
public interface Trusted<T extends Trusted<T>> {

  /** The name of the one that signs, which no other has. */
  String signer();

  /** The names of all that are trusted. */
  List<String> trusted();

  /** Whether what another signs is trusted. */
  default boolean trusts(T other) {
    return trusted().contains(other.signer());
  }

  /** The same, which trusts whatever another does, too. */
  T trusting(T other);

  /** What this one trusts, signing with the key of another. */
  T signingLike(T other);

  /** The same, which trusts no other. */
  T alone();
}
