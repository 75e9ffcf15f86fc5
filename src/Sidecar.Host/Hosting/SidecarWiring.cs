using Akka.Actor;
using Akka.Hosting;
using Sidecar.Backends;
using Sidecar.Diagnostics;
using Sidecar.Dispatching;
using Sidecar.Host.Admin;
using Sidecar.Host.Admin.Live;
using Sidecar.Host.Audit;
using Sidecar.Host.Audit.Backtest;
using Sidecar.Host.Audit.Explaining;
using Sidecar.Host.Proxy;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sums;
using Sidecar.Host.Telemetry;
using Sidecar.Host.Upstream;
using Sidecar.Journal;
using Sidecar.Ledger;
using Sidecar.Pools;
using Sidecar.Requests;
using Sidecar.Timing;
using Sidecar.Upstream;

namespace Sidecar.Host.Hosting;

/// <summary>Every service and actor of the host, registered once.</summary>
internal static class SidecarWiring
{
    // An actor answers in microseconds; only a stalled machine takes longer.
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddSidecar(this IServiceCollection services, StartingPoint start)
    {
        var settings = start.Settings;
        var storage = start.Storage;
        services.AddSingleton(settings);
        services.AddDefinitions(start);
        // Through a factory, because a container does not dispose instances that it was given.
        services.AddSingleton(_ => storage);
        services.AddSingleton(storage.Data);
        services.AddSingleton(storage.Files);
        services.AddSingleton<JournalProbe>();
        services.AddSingleton<DiskProbe>();
        services.AddSingleton(SteadyTime.OfProcess);
        services.AddSingleton<TimeProvider>(SteadyTime.OfProcess);
        services.AddSingleton(provider => storage.OpenLedger(settings.Retention, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILedgerStore>(provider => provider.GetRequiredService<IMaintainedLedgerStore>());
        // Registered before the actors, and so stopped after them: what they write last is chained too.
        services.AddHostedService<LedgerMaintenance>();
        services.AddHostedService<DataFileWatch>();
        services.AddHostedService<ClockWatch>();
        if (storage.ChainedFile is { } journal)
            services.AddHostedService(provider => new EventChaining(
                journal, settings.Retention, provider.GetRequiredService<IHostApplicationLifetime>(),
                    provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventChaining>>()));
        services.AddSingleton(new AuditReader(storage.Data.Journal));
        services.AddSingleton(provider => new RequestExplainer(
            storage.Data,
            id => provider.GetRequiredService<RequestGate>().Actors?.FindRunning(id, AnswerBound) ?? Task.FromResult<RunningWalk?>(null),
            () => provider.GetRequiredService<RequestGate>().Actors is { } actors ? LedgerFlush.FlushAsync(actors.Ledger, AnswerBound)
                : Task.FromResult(false)));
        services.AddSingleton(
            provider => new RunningBackends(() => provider.GetRequiredService<RequestGate>().Actors?.Statuses(AnswerBound)));
        services.AddSingleton(provider => new AdminToken(
            settings.AdminToken?.Reveal(), settings.AdminTokenVariable, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<AdminToken>>()));
        services.AddSingleton<Shortages>();
        services.AddSingleton<OwnAddresses>();
        services.AddSingleton<AddressGuard>();
        services.AddSingleton(provider => new UpstreamConnections(guard: provider.GetRequiredService<AddressGuard>()));
        services.AddSingleton<IUpstreamClient>(provider => new HttpUpstreamClient(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<UpstreamConnections>(),
                provider.GetRequiredService<Shortages>(), settings.SseHold));
        services.AddSingleton<ModelLists>();
        services.AddSingleton<ModelsAnswer>();
        services.AddSingleton<ProxyResponseWriter>();
        services.AddSingleton<RunningRequests>();
        services.AddSingleton<Makers>();
        services.AddSingleton(provider => new Sessions(settings.Walk.Routing, provider.GetRequiredService<RequestGate>()));
        services.AddSingleton<UnwalkedAnswers>();
        services.AddSingleton<WalkAnswers>();
        services.AddSingleton<LiveSubscribers>();
        services.AddSingleton<LiveSignals>();
        services.AddSingleton(new CountingSince(TimeProvider.System.GetUtcNow()));
        services.AddSingleton<SidecarMeter>();
        services.AddSingleton(settings.Export);
        services.AddSingleton<TelemetryExport>();
        services.AddSingleton(provider => new SidecarBlueprint(
            start.Directory.Catalog,
            settings.Walk,
            settings.Cooldown,
            provider.GetRequiredService<IUpstreamClient>(),
            provider.GetRequiredService<ILedgerStore>(),
            provider.GetRequiredService<ILoggerFactory>(),
            Environment.TickCount,
            InlineDispatcher.Path,
            storage.StatesAtStart(
                [JournalIds.Emergency, .. start.Directory.Catalog.Backends.Select(backend => JournalIds.OfBackend(backend.Id))]),
            provider.GetRequiredService<SidecarMeter>(),
            settings.Prices,
            storage.Direct,
            storage.StartsBefore(start.Directory.Catalog.Backends, SteadyTime.OfProcess.GetUtcNow())));
        services.AddAkka<ActorsBesideServer>("sidecar", (akka, provider) => storage.AddJournal(akka)
            .AddHocon(settings.Akka, HoconAddMode.Prepend)
            .ConfigureLoggers(logging =>
            {
                logging.ClearLoggers();
                logging.AddLoggerFactory();
            })
            .WithCustomSerializer(
                "sidecar-backends", [typeof(BackendProtocol.IBackendMessage)], system => new BackendProtocolSerializer(system))
            .WithActors((system, registry) =>
                provider.GetRequiredService<StartingActors>().StartAsync(() => StartActors(provider, system, registry))));
        services.AddSingleton<StartingActors>();
        services.AddHostedService<Lifetime>();
        services.AddHostedService<FileWatch>();
        return services;
    }

    private static SidecarActors StartActors(IServiceProvider provider, ActorSystem system, IActorRegistry registry)
    {
        provider.GetRequiredService<LiveSignals>().Serve(system);
        var running = provider.GetRequiredService<RunningRequests>();
        provider.GetRequiredService<SidecarMeter>().ObserveActive(() => running.Count);
        // Before any decision is made under this policy: later readers of the record rely on it.
        provider.GetRequiredService<BackendDefinitions>().RecordPolicyAtStart();
        var actors = SidecarActors.Start(system, provider.GetRequiredService<SidecarBlueprint>());
        registry.Register<RequestGateway>(actors.Gateway);
        registry.Register<PoolActor>(actors.Pool);
        registry.Register<LedgerActor>(actors.Ledger);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "write-journal", async () =>
        {
            await actors.WhenWritten(TimeSpan.FromSeconds(4));
            return Akka.Done.Instance;
        });
        LedgerFlush.AtShutdown(system, actors.Ledger, TimeSpan.FromSeconds(5), provider.GetRequiredService<ILogger<LedgerActor>>());
        return actors;
    }
}
