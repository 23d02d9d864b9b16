package io.quorate.plan.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/**
 * A cluster's status, its certificates, or how it stands beside a benchmark, as JSON, for programs;
 * part of the command line's contract.
 */
public final class StatusJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private StatusJson() {}

  /** One line. */
  public static String write(ClusterStatus status) {
    return line(status);
  }

  /** One line. */
  public static String write(CertificateList certificates) {
    return line(certificates);
  }

  /** One line. */
  public static String write(Benchmark benchmark) {
    return line(benchmark);
  }

  private static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can be written", e);
    }
  }
}
