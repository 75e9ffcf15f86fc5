using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Commands;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.JournalScale;

/// <summary>Runs audit commands in this process, and prints how long each answer took.</summary>
internal static class Questions
{
    public static async Task<int> AskAsync(string directory, int times, IReadOnlyList<string> command)
    {
        var context = new CommandContext(new Dictionary<string, string>(), TextWriter.Null, Console.Error);
        var length = Length(directory);
        var random = new Random(1);
        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var at = (LargeJournal.Start + (length * random.NextDouble())).UtcDateTime.ToString("O");
            var watch = Stopwatch.StartNew();
            var code = await CommandLine.RunAsync(["audit", .. command.Select(word => word.Replace("{at}", at, StringComparison.Ordinal)),
                "--data", directory], context);
            if (code != ExitCodes.Fine)
                return code;
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }
        var later = taken.Skip(1).Order().ToList();
        Console.WriteLine($"first {taken[0]:0} ms; then median {later[later.Count / 2]:0.0} ms, longest {later[^1]:0.0} ms of "
            + $"{later.Count}; working set {Environment.WorkingSet / 1048576} MB");
        return 0;
    }

    private static TimeSpan Length(string directory)
    {
        using var connection = new SqliteConnection(new ReadableFile(SqliteFiles.In(directory).Journal, IsOurs: false).ConnectionString());
        connection.Open();
        using var newest = connection.CreateCommand();
        newest.CommandText = "SELECT MAX(created) FROM journal";
        return DateTimeOffset.FromUnixTimeMilliseconds((long)newest.ExecuteScalar()!) - LargeJournal.Start;
    }
}
