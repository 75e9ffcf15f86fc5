using System.Data.Common;
using System.Globalization;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;

namespace Sidecar.Host.Storage;

/// <summary>Reads from the ledger the earlier attempts that still count in a window, so that windows continue after a restart.</summary>
internal static class RecentStarts
{
    // More attempts make no difference to what any window admits next.
    private const int Most = 20_000;

    private const string Last = "SELECT at_us FROM attempts ORDER BY id DESC LIMIT 1";

    private const string Lately = """
        SELECT backend, model, at_us, latency_ms, COALESCE(total_tokens, prompt_tokens + COALESCE(completion_tokens, 0), 0)
        FROM attempts WHERE at_us >= @from ORDER BY id DESC LIMIT @most
        """;

    private const string Today =
        "SELECT COUNT(*) FROM attempts WHERE at_us >= @from AND backend = @backend AND at_us - latency_ms * 1000 BETWEEN @from AND @to";

    /// <summary>By backend; those without any are missing. Throws <see cref="DbException"/> if the ledger cannot be read.</summary>
    /// <param name="ledger">Open.</param>
    /// <param name="backends">The backends; daily requests are read for those that limit them.</param>
    /// <param name="now">Later attempts do not count.</param>
    public static IReadOnlyDictionary<string, PastStarts> Read(DbConnection ledger, IReadOnlyList<Backend> backends, DateTimeOffset now)
    {
        // Dated by a clock that was ahead: their real age is unknown, but the last one cannot be later than now.
        using var last = Command(ledger, Last);
        var ahead = last.ExecuteScalar() is long at && LedgerUnits.ToInstant(at) is var latest && latest > now ? latest - now : default;
        var starts = ReadLately(ledger, now, ahead);
        var past = starts.ToDictionary(
            s => s.Key, s => new PastStarts(0, [.. s.Value.OrderBy(start => start.At)]), StringComparer.Ordinal);
        foreach (var backend in backends.Where(backend => backend.Rpd > 0))
            if (CountToday(ledger, backend, now, ahead) is var count and > 0)
                past[backend.Id] = past.GetValueOrDefault(backend.Id, PastStarts.None) with { Today = count };
        return past;
    }

    private static Dictionary<string, List<PastStart>> ReadLately(DbConnection ledger, DateTimeOffset now, TimeSpan ahead)
    {
        var starts = new Dictionary<string, List<PastStart>>(StringComparer.Ordinal);
        using var command = Command(ledger, Lately, ("@from", LedgerUnits.FromInstant(now + ahead - PastStarts.Reach)), ("@most", Most));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var sent = LedgerUnits.ToInstant(rows.GetInt64(2)) - TimeSpan.FromMilliseconds(rows.GetDouble(3)) - ahead;
            if (sent < now - PastStarts.Reach || sent > now)
                continue;
            if (!starts.TryGetValue(rows.GetString(0), out var own))
                starts[rows.GetString(0)] = own = [];
            own.Add(new PastStart(sent, rows.GetString(1), Convert.ToInt64(rows.GetValue(4), CultureInfo.InvariantCulture)));
        }
        return starts;
    }

    private static long CountToday(DbConnection ledger, Backend backend, DateTimeOffset now, TimeSpan ahead)
    {
        using var count = Command(ledger, Today, ("@from", LedgerUnits.FromInstant(backend.RpdResets.Before(now) + ahead)),
            ("@to", LedgerUnits.FromInstant(now + ahead)), ("@backend", backend.Id));
        return (long)count.ExecuteScalar()!;
    }

    private static DbCommand Command(DbConnection ledger, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = ledger.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
