package io.quorate.platform;

/** Something that a machine or an inventory does not allow. The message is for a person. */
public final class NotOffered extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String found;
  private final String remedy;

  /**
   * @param found what is in the way, a sentence
   * @param remedy what to do, a sentence
   */
  public NotOffered(String found, String remedy) {
    super(found + " " + remedy);
    this.found = found;
    this.remedy = remedy;
  }

  public String found() {
    return found;
  }

  public String remedy() {
    return remedy;
  }
}
