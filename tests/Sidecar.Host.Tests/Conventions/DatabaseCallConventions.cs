using System.Data.Common;
using System.Reflection;
using LinqToDB.Data;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>Continuations run on the thread that polls the sockets. If one of them blocks while waiting for an answer from PostgreSQL, it
/// waits for bytes that only this thread can read, and the whole proxy waits with it.</summary>
public sealed class DatabaseCallConventions
{
    private static readonly Type[] Drivers = [typeof(DbConnection), typeof(DbCommand), typeof(DbDataReader), typeof(DbTransaction),
        typeof(DbBatch)];
    private static readonly string[] Blocking = ["Open", "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar", "Read", "NextResult",
        "Prepare", "BeginTransaction", "Commit", "Rollback", "BeginBinaryImport"];

    [Fact]
    public void no_asynchronous_method_calls_a_database_in_a_way_that_blocks() =>
        Assert.DoesNotContain(
            new BlockingCalls([typeof(SidecarActors).Assembly, typeof(IStorage).Assembly], IsBlocking).OfAsynchronousMethods(),
            // A command that reads files runs in a process of its own and serves nobody.
            way => !way.StartsWith("Sidecar.Host.Commands.", StringComparison.Ordinal));

    [Fact]
    public void such_a_call_is_seen() =>
        Assert.Equal(
            ["…Direct → System.Data.Common.DbCommand.ExecuteNonQuery", "…Indirect → …Run → System.Data.Common.DbCommand.ExecuteNonQuery"],
            new BlockingCalls([typeof(DatabaseCallConventions).Assembly], IsBlocking).OfAsynchronousMethods()
                .Where(way => way.Contains(nameof(Samples), StringComparison.Ordinal))
                .Select(way => string.Join(" → ", way.Split(" → ").Select(Short)))
                .Order(StringComparer.Ordinal));

    private static bool IsBlocking(MethodBase method) =>
        method.DeclaringType is { } type
        && (Drivers.Any(driver => driver.IsAssignableFrom(type)) ? Blocking.Contains(method.Name)
            : type.Namespace == "Npgsql" ? type.Name == "NpgsqlBinaryImporter" && method is { IsConstructor: false }
                && !method.Name.EndsWith("Async", StringComparison.Ordinal)
            : type == typeof(DataContextExtensions) ? !method.Name.EndsWith("Async", StringComparison.Ordinal)
            : type == typeof(IReadableDatabase) && method.Name == nameof(IReadableDatabase.HasTable));

    private static string Short(string name) => name.Contains(nameof(Samples), StringComparison.Ordinal)
        ? name.Contains("Direct", StringComparison.Ordinal) ? "…Direct" : name.Contains("Indirect", StringComparison.Ordinal) ? "…Indirect"
            : "…Run"
        : name;

    private static class Samples
    {
        public static async Task Direct(DbCommand command)
        {
            await Task.Yield();
            command.ExecuteNonQuery();
        }

        public static async Task Indirect(DbCommand command)
        {
            await Task.Yield();
            Run(command);
        }

        public static async Task Elsewhere(DbCommand command) => await Task.Run(() => Run(command));

        private static void Run(DbCommand command) => command.ExecuteNonQuery();
    }
}
