package io.quorate.usecase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.engine.RunFolder;
import io.quorate.plan.PrivateFiles;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a run that changes who is in a cluster was asked for beside the inventory. It is kept with
 * the run, so that another one can go on when it is cut off.
 *
 * @param file the cluster's inventory, absolute
 * @param wipe of those that join: whose old data of etcd may go
 * @param leave those that leave
 * @param force whether pods that a disruption budget holds are deleted
 * @param drainSeconds how long pods may take to leave
 * @param clean whether what Quorate wrote on those that leave is taken away
 */
public record MembersRequest(
    String file,
    Set<String> wipe,
    List<String> leave,
    boolean force,
    long drainSeconds,
    boolean clean) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final String NAME = "request.json";

  public MembersRequest {
    wipe = Set.copyOf(wipe);
    leave = List.copyOf(leave);
  }

  static MembersRequest joining(Path file, Set<String> wipe) {
    return new MembersRequest(absolute(file), wipe, List.of(), false, 0, false);
  }

  static MembersRequest leaving(Path file, List<String> names, RemoveNodePlan.Options how) {
    return new MembersRequest(
        absolute(file), Set.of(), names, how.force(), how.drainWithin().toSeconds(), how.clean());
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  /** Whether it is about this inventory. */
  public boolean isOf(Path inventory) {
    return file.equals(absolute(inventory));
  }

  void keep(RunFolder folder) throws IOException {
    PrivateFiles.write(folder.path().resolve(NAME), MAPPER.writeValueAsString(this));
  }

  /**
   * @throws IOException when the run was none of that kind
   */
  public static MembersRequest of(RunFolder folder) throws IOException {
    try {
      return MAPPER.readValue(Files.readString(folder.path().resolve(NAME)), MembersRequest.class);
    } catch (JsonProcessingException e) {
      throw new IOException("what run " + folder.id() + " was asked for cannot be read", e);
    }
  }
}
