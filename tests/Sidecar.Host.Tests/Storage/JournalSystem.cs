using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Tests.Storage;

/// <summary>An actor system that keeps events in a data directory's journal, until it is disposed.</summary>
public sealed class JournalSystem : IAsyncDisposable
{
    private readonly IHost _host;

    private JournalSystem(IHost host) => _host = host;

    public static async Task<JournalSystem> Start(string dataDirectory)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("journal-test", akka => akka.WithSidecarJournal(dataDirectory));
        var host = builder.Build();
        await host.StartAsync();
        return new JournalSystem(host);
    }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    /// <summary>Recovers the entity, persists the given events, and returns every event that it then holds.</summary>
    public async Task<IReadOnlyList<IBackendEvent>> Persist(string persistenceId, params IBackendEvent[] events)
    {
        var entity = System.ActorOf(Props.Create(() => new Entity(persistenceId)));
        var all = await entity.Ask<IReadOnlyList<IBackendEvent>>(events, TimeSpan.FromSeconds(30));
        await entity.GracefulStop(TimeSpan.FromSeconds(10));
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Entity : ReceivePersistentActor
    {
        private readonly List<IBackendEvent> _events = [];

        public Entity(string persistenceId)
        {
            PersistenceId = persistenceId;
            Recover<IBackendEvent>(_events.Add);
            Command<IBackendEvent[]>(events =>
            {
                var asker = Sender;
                PersistAll(events, _events.Add);
                DeferAsync(0, _ => asker.Tell(_events.AsReadOnly()));
            });
        }

        public override string PersistenceId { get; }
    }
}
