package io.quorate.usecase;

import java.io.IOException;
import java.util.List;

/** What a person wants to know of a cluster, or has made of what it tells; no node is changed. */
@FunctionalInterface
public interface Inquiry {

  /**
   * Asks the nodes, and answers in lines; nodes that do not answer are told there.
   *
   * @throws IOException when a file cannot be written
   * @throws InvalidRequestException when what is asked for does not fit what is there
   */
  List<String> answer(ClusterSession session)
      throws IOException, InterruptedException, InvalidRequestException;
}
