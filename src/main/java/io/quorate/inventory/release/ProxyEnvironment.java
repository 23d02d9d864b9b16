package io.quorate.inventory.release;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the environment names, as curl understands it: http_proxy, https_proxy and
 * no_proxy, of which the last two may be in capitals; Java itself looks at its own properties only.
 */
final class ProxyEnvironment extends ProxySelector {
  private final Map<String, String> environment;

  ProxyEnvironment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost();
    if (host == null || isExcepted(host)) {
      return List.of(Proxy.NO_PROXY);
    }
    String proxy = "https".equals(uri.getScheme()) ? either("https_proxy") : variable("http_proxy");
    proxy = proxy == null ? either("all_proxy") : proxy;
    InetSocketAddress address = proxy == null ? null : address(proxy);
    return List.of(address == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address));
  }

  private boolean isExcepted(String host) {
    String exceptions = either("no_proxy");
    if (exceptions == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    for (String exception : exceptions.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
      String suffix = exception.startsWith(".") ? exception.substring(1) : exception;
      if (exception.equals("*")
          || !suffix.isEmpty() && (name.equals(suffix) || name.endsWith("." + suffix))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable InetSocketAddress address(String proxy) {
    try {
      URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
      int port = uri.getPort() < 0 ? 80 : uri.getPort();
      return uri.getHost() == null ? null : new InetSocketAddress(uri.getHost(), port);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private @Nullable String either(String name) {
    String value = variable(name);
    return value == null ? variable(name.toUpperCase(Locale.ROOT)) : value;
  }

  private @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request itself fails and says so.
  }
}
