using Sidecar.Domain.Sums;
using Sidecar.Domain.Walk;

namespace Sidecar.Ledger;

/// <summary>Adds the ledger's rows to the sums. They are derived from the rows and from nothing else, so both say the same.</summary>
public static class LedgerSums
{
    /// <summary>When a walk ended: its last fact's instant.</summary>
    public static DateTimeOffset EndOf(WalkRow walk) => walk.Facts.Count > 0 ? walk.Facts[^1].At : walk.ArrivedAt;

    public static void Add(SumSlot slot, AttemptRow row)
    {
        Add(slot.Cell(SumDimension.Backend, row.Backend), row);
        Add(slot.Cell(SumDimension.Model, row.Model), row);
        Add(slot.Cell(SumDimension.Client, row.Client), row);
    }

    public static void Add(SumSlot slot, WalkRow row)
    {
        var walk = FinishedWalk.Of(row);
        var (client, waited) = ReadOf(row);
        Add(slot.Cell(SumDimension.Backend, walk.Backend), walk, waited);
        Add(slot.Cell(SumDimension.Model, walk.Model), walk, waited);
        Add(slot.Cell(SumDimension.Client, client), walk, waited);
    }

    private static void Add(SumCell cell, AttemptRow row)
    {
        cell.Add(Measure.Attempts);
        if (row.ErrorClass is { } error)
            cell.Add(MeasureOf(error));
        else
        {
            cell.AddLatency(row.LatencyMs);
            if (row.FirstTokenMs is { } first)
                cell.AddFirstToken(first);
        }
        Add(cell, Measure.PromptTokens, row.PromptTokens);
        Add(cell, Measure.CachedTokens, row.CachedTokens);
        Add(cell, Measure.CompletionTokens, row.CompletionTokens);
        Add(cell, Measure.ReasoningTokens, row.ReasoningTokens);
        Add(cell, Measure.TotalTokens, row.TotalTokens);
        Note(cell, Measure.Counted, row.TotalTokens);
        Note(cell, Measure.Split, row.PromptTokens ?? row.CompletionTokens);
        Note(cell, Measure.CachedKnown, row.CachedTokens);
        Note(cell, Measure.ReasoningKnown, row.ReasoningTokens);
        if (row.Cost is not { } cost)
            return;
        cell.Add(Measure.Cost, PicoOf(cost));
        cell.Add(Measure.Priced);
    }

    private static void Add(SumCell cell, FinishedWalk walk, TimeSpan? waited)
    {
        cell.Add(walk.Status switch
        {
            0 => Measure.HungUp,
            429 => Measure.Throttled,
            < 400 => Measure.Answered,
            < 500 => Measure.Refused,
            _ => Measure.Failed,
        });
        cell.Add(walk.Phase switch
        {
            "emergency" => Measure.EndedInEmergency,
            "primary-wait" => Measure.EndedInPrimaryWait,
            _ => Measure.EndedInRouting,
        });
        if (waited is not { } time)
            return;
        cell.Add(Measure.Waited);
        cell.Add(Measure.WaitedMs, Math.Max(0, (long)time.TotalMilliseconds));
    }

    // What an upstream or a fault made of it is no count of tokens.
    private static void Add(SumCell cell, Measure measure, long? tokens)
    {
        if (tokens is > 0 and <= 1_000_000_000_000)
            cell.Add(measure, tokens.Value);
    }

    private static void Note(SumCell cell, Measure known, long? tokens)
    {
        if (tokens is not null)
            cell.Add(known);
    }

    // Costs beyond nine million, which only a wrong price gives, are the most that there is.
    private static long PicoOf(decimal cost) => cost switch
    {
        <= 0 => 0,
        >= 9_000_000 => 9_000_000_000_000_000_000,
        _ => (long)decimal.Round(cost * 1_000_000_000_000m),
    };

    // How long it waited: to the last time that it was woken, or to its end.
    private static (string? Client, TimeSpan? Waited) ReadOf(WalkRow row)
    {
        var (client, began, woken) = (default(string), default(DateTimeOffset?), default(DateTimeOffset?));
        // By index: enumerating a list through its interface allocates.
        for (var i = 0; i < row.Facts.Count; i++)
            switch (row.Facts[i])
            {
                case RequestArrived arrived:
                    client = arrived.Client;
                    break;
                case WaitBegan began1:
                    began ??= began1.At;
                    break;
                case WaitWoken woken1:
                    woken = woken1.At;
                    break;
            }
        return (client, began is { } from ? (woken ?? EndOf(row)) - from : null);
    }

    private static Measure MeasureOf(string error) => error switch
    {
        ErrorClasses.RateLimited => Measure.RateLimited,
        ErrorClasses.Overloaded => Measure.Overloaded,
        ErrorClasses.Credentials => Measure.CredentialsRefused,
        ErrorClasses.FailedAnswer or ErrorClasses.UnknownError => Measure.UpstreamFailed,
        ErrorClasses.Unreachable => Measure.Unreachable,
        ErrorClasses.Timeout => Measure.TimedOut,
        ErrorClasses.Protocol or ErrorClasses.Interrupted => Measure.BrokenOff,
        ErrorClasses.Cancelled => Measure.Cancelled,
        ErrorClasses.DeadlinePassed or ErrorClasses.Internal => Measure.OwnFault,
        _ => Measure.RequestAtFault,
    };
}
