package nscr.server;

import io.helidon.config.Config;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.Router;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.gc.GcPolicy;
import nscr.server.api.BlobBody;
import nscr.server.api.CopiedBody;
import nscr.server.api.DistributionApi;
import nscr.server.api.Turns;
import nscr.store.Store;

/// A registry over HTTP, over a store that somebody else opens and closes.
///
/// It serves from [#start] until [#close], which lets requests under way end within the grace.
public final class RegistryServer implements Closeable {
  /// Each needs some tens of kilobytes; further ones wait to be accepted.
  private static final int MOST_CONNECTIONS = 1500;

  private static final int WAITING_CONNECTIONS = 1024;
  private static final Duration NEVER = Duration.ofDays(3650);

  private static final Duration LONGEST_CUT = Duration.ofSeconds(2);
  private static final Duration TLS_FILES_EVERY = Duration.ofSeconds(10);

  private final ServerSettings settings;
  private final Store store;
  private final Turns turns = new Turns();
  private final BlobBody plainBody;
  private final Optional<TlsIdentity> identity;
  private final ConnectionWatch watch;
  private final StoreSizes sizes;
  private final Metrics metrics;
  private final AccessLog log;
  private final List<SocketAddress> addresses = new ArrayList<>();
  private final WebServer server;
  private Optional<GcSchedule> gc = Optional.empty();

  private RegistryServer(Store store, ServerSettings settings) throws IOException {
    this.settings = settings;
    this.store = store;
    this.plainBody = new SendfileBody(turns);
    this.identity =
        settings.tls().isPresent()
            ? Optional.of(TlsIdentity.of(settings.tls().get(), TLS_FILES_EVERY))
            : Optional.empty();
    this.watch = new ConnectionWatch(settings.patience());
    this.sizes = new StoreSizes(store);
    this.metrics = new Metrics(watch::size, sizes);
    this.log = new AccessLog(metrics, settings.log());
    this.server = build();
  }

  /// Begins to make what takes a server longest to make, in a thread of its own: for who has to
  /// open a store first, which takes as long. To wait for its end before a server is started keeps
  /// the two from each other's way.
  public static Thread prepare() {
    return Thread.ofPlatform()
        .daemon()
        .name("nscr-prepare")
        .start(() -> {
          GuardedConnections.http();
          Config.empty();
        });
  }

  /// Starts serving `store`.
  ///
  /// @throws IOException when a place cannot be listened on
  public static RegistryServer start(Store store, ServerSettings settings) throws IOException {
    Places.prepare(settings.listen());
    RegistryServer registry = new RegistryServer(store, settings);
    registry.server.start();
    if (!registry.server.isRunning()) {
      registry.close();
      throw new IOException("cannot listen on " + settings.listen() + "; the log says why");
    }
    return registry;
  }

  /// From now on collects garbage beside the traffic, until the server is closed.
  ///
  /// @param every the time between two gcs; zero for none
  public void collectGarbage(GcPolicy policy, Duration every) {
    if (!every.isZero()) {
      gc = Optional.of(GcSchedule.start(store, policy, every, metrics::count));
    }
  }

  private WebServer build() throws IOException {
    GlobalServiceRegistry.registry(RegistryServer::noServices);
    WebServerConfig.Builder builder =
        WebServer.builder().shutdownHook(false).featuresDiscoverServices(false);
    listen(builder, settings.listen().getFirst());
    for (int i = 1; i < settings.listen().size(); i++) {
      ListenerConfig.Builder listener = ListenerConfig.builder().name(name(i));
      listen(listener, settings.listen().get(i));
      builder.putSocket(name(i), listener.build());
    }
    return builder.build();
  }

  /// Helidon looks in there for parts of itself, none of which are used here: to read what there is
  /// takes a third of a start.
  private static ServiceRegistry noServices() {
    return ServiceRegistryManager.create(
            ServiceRegistryConfig.builder()
                .discoverServices(false)
                .discoverServicesFromServiceLoader(false)
                .build())
        .registry();
  }

  private static String name(int index) {
    return index == 0 ? WebServer.DEFAULT_SOCKET_NAME : "listen-" + index;
  }

  private void listen(ListenerConfig.BuilderBase<?, ?> builder, Listen listen) throws IOException {
    boolean isTcp = listen instanceof Listen.Tcp;
    SocketAddress address = listen.address();
    addresses.add(address);
    Optional<TlsIdentity> tls = identity.filter(_ -> isTcp);
    builder
        .bindAddress(address)
        // Plain blocking sockets write in as large pieces as they are given.
        .useNio(!isTcp)
        .backlog(WAITING_CONNECTIONS)
        .maxTcpConnections(
            Descriptors.connections(
                Descriptors.limit(), settings.listen().size(), MOST_CONNECTIONS))
        .writeBufferSize(0)
        .idleConnectionTimeout(NEVER)
        .shutdownGracePeriod(settings.grace())
        .protocolsDiscoverServices(false)
        .addConnectionSelector(
            new GuardedConnections(
                watch,
                router(isTcp && tls.isEmpty() ? plainBody : new CopiedBody(turns)),
                isTcp,
                tls))
        .contentEncoding(encoding -> encoding.contentEncodingsDiscoverServices(false))
        .directHandlers(new PlainRefusals(log).all());
    if (isTcp) {
      builder.connectionOptions(options -> options.tcpNoDelay(true));
    }
  }

  private Router router(BlobBody body) {
    Health health = new Health(store);
    return new RequestRouting(
            log,
            new DistributionApi(store, settings.api(), body, turns),
            turns,
            Map.of("/livez", health::live, "/readyz", health::ready, "/metrics", metrics::answer))
        .router();
  }

  /// Where it listens, in the order of the settings, with the ports that were taken.
  public List<Listen> listening() {
    List<Listen> places = new ArrayList<>();
    for (int i = 0; i < settings.listen().size(); i++) {
      places.add(settings.listen().get(i).taken(server.port(name(i))));
    }
    return places;
  }

  /// Makes sure that clients can still connect, to every place. Helidon's listeners end by what
  /// they do not expect, and nothing but their log says so.
  ///
  /// @throws IOException naming the first where they cannot
  public void requireListening() throws IOException {
    List<Listen> places = listening();
    for (int i = 0; i < places.size(); i++) {
      if (Places.isFree(taken(i))) {
        throw new IOException(
            "nobody can connect to " + places.get(i) + " any more; the log says why");
      }
    }
  }

  /// As it was looked up at the start: by now a name may be that of another address.
  private SocketAddress taken(int index) {
    return addresses.get(index) instanceof InetSocketAddress address
        ? new InetSocketAddress(address.getAddress(), server.port(name(index)))
        : addresses.get(index);
  }

  /// How many requests are under way.
  public int running() {
    return metrics.running();
  }

  /// How many connections are open.
  int connections() {
    return watch.size();
  }

  /// Stops: no new connections, requests under way end within the grace, then the rest is cut.
  /// Uploads that were cut can be resumed.
  @Override
  public void close() {
    server.stop();
    awaitTheCut();
    watch.close();
    gc.ifPresent(GcSchedule::close);
    sizes.close();
    identity.ifPresent(TlsIdentity::close);
  }

  /// Requests that were cut put away what they received, which takes no time, or as long as a disk
  /// may take.
  private void awaitTheCut() {
    long end = System.nanoTime() + LONGEST_CUT.toNanos();
    try {
      while (running() > 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
