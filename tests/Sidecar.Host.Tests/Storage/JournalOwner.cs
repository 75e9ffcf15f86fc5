using Akka.Actor;
using Akka.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Kit;
using Sidecar.Journal;

namespace Sidecar.Host.Tests.Storage;

/// <summary>Writes events as the server does: with its own writer and its snapshots.</summary>
internal static class JournalOwner
{
    private const int EventsPerSnapshot = 100;

    /// <summary>Writes whole sequences, one after another, and returns once they and their snapshots are in the file, which nobody has open
    /// then.</summary>
    public static async Task Write(string dataDirectory, params (string PersistenceId, IReadOnlyList<IBackendEvent> Events)[] sequences)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("journal-owner", akka => akka.WithSidecarJournal(dataDirectory));
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        foreach (var (id, events) in sequences)
        {
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            system.ActorOf(Props.Create(() => new Owner(id, events, written)));
            await written.Task.Soon();
        }
        var snapshots = sequences.Sum(sequence => sequence.Events.Count / EventsPerSnapshot);
        for (var bound = Bounds.Wait; CountSnapshots(dataDirectory) < snapshots
            && bound > TimeSpan.Zero; bound -= TimeSpan.FromMilliseconds(20))
            await Task.Delay(20);
        Assert.Equal(snapshots, CountSnapshots(dataDirectory));
        await host.StopAsync();
        SqliteConnection.ClearAllPools();
    }

    private static long CountSnapshots(string dataDirectory)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(dataDirectory).Journal));
        connection.Open();
        return (long)new SqliteCommand("SELECT COUNT(*) FROM snapshot", connection).ExecuteScalar()!;
    }

    private sealed class Owner : ReceiveActor
    {
        public Owner(string persistenceId, IReadOnlyList<IBackendEvent> events, TaskCompletionSource written)
        {
            var writer = Context.ActorOf(EventWriterActor.SupervisedProps(persistenceId, Self, NullLogger.Instance));
            Receive<JournalProtocol.Recovered>(_ =>
            {
                foreach (var (index, happened) in events.Index())
                    writer.Tell(new JournalProtocol.Record(index + 1, happened));
            });
            Receive<JournalProtocol.Recorded>(recorded =>
            {
                if (recorded.SequenceNr == events.Count)
                    written.TrySetResult();
            });
        }
    }
}
