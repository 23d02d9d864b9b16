package io.quorate.inventory.ansible;

import java.util.List;

/** Patterns of hosts, and the inventory that they are of: for our own reading and for Ansible's. */
public final class PatternSamples {

  public static final String HOSTS =
      """
      lonely
      [web]
      web-1
      web-2
      web-3
      [db]
      db-a
      db-b
      web-3
      [site:children]
      db
      web
      [far]
      10.9.0.7
      db-a.example
      [empty]
      """;

  /** Each means a host at least. */
  public static final List<String> PATTERNS =
      List.of(
          "all",
          "*",
          "web",
          "web-1",
          "web,db",
          "web:db",
          "db , web",
          "web db",
          "web:&db",
          "web,&db",
          "web:!db",
          "web,!db",
          "!web",
          "&db",
          "all:!web:&site",
          "site:!web-1:!db-a",
          "web:!db:web-3",
          "web-*",
          "web-?",
          "web-[12]*",
          "web-[!1]",
          "web-[1-2]*",
          "db-[a]",
          "we*",
          "d*",
          "w[e]b",
          "web[0]",
          "web[-1]",
          "web[-3]",
          "web[1]",
          "web[0:1]",
          "web[1:]",
          "web[1:1]",
          "web[0:0]",
          "web[2:0]",
          "web[1:99]",
          "web[1-2]",
          "site[0]",
          "site[1:3]",
          "s*[0:2]",
          "all[0]",
          "all[1]",
          "all[0:3]",
          "all[-1]",
          "*[0]",
          "ungrouped",
          "ungrouped[0]",
          "ungr*",
          "all:!ungrouped",
          "all:!empty",
          "lonely",
          "lonely[0]",
          "!lonely",
          "~web-[12]",
          "~(web|db)-.*",
          "~.*2$",
          "~w",
          "~ungrouped|db",
          "10.9.0.7",
          "10.9.0.*",
          "10.9.0.7:lonely",
          "db-a*",
          "db-a.example",
          "db-a.*",
          "web[0],db[0]",
          "web[0]:db[1]",
          "web-1:web-2",
          "web-1:!web-2",
          "web[0:1]:!web-2",
          "site:&web[0:1]");

  private PatternSamples() {}
}
