using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>Facts in their stored binary form: kind, instant, flags for the optional parts, then these parts.</summary>
internal static class WalkFactBytes
{
    /// <param name="bytes">The output.</param>
    /// <param name="requestId">The row's request id, which is not repeated in the facts.</param>
    /// <param name="facts">All facts of one walk.</param>
    public static void Write(FactBytes bytes, string requestId, IReadOnlyList<WalkFact> facts)
    {
        bytes.Byte(FactLayout.Version);
        RequestArrived? arrived = null;
        var before = FactLayout.Zero;
        // By index: enumerating a list through its interface allocates.
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            arrived = fact as RequestArrived ?? arrived;
            bytes.Byte(KindOf(fact));
            bytes.Signed(fact.At.UtcTicks - before.UtcTicks);
            before = fact.At;
            WriteParts(bytes, fact, requestId, arrived);
        }
    }

    private static byte KindOf(WalkFact fact) => fact switch
    {
        RequestArrived => FactLayout.Arrived,
        BackendPicked => FactLayout.Picked,
        LeaseAnswered => FactLayout.Lease,
        UpstreamAnswered => FactLayout.Answered,
        WaitBegan { Bytes: 0, Held: 0 } => FactLayout.Queued,
        WaitBegan => FactLayout.QueuedWithBytes,
        WaitRefused { Bytes: 0, Held: 0 } => FactLayout.Full,
        WaitRefused => FactLayout.FullWithBytes,
        WaitForegone => FactLayout.Foregone,
        RoundBegan => FactLayout.Round,
        WaitWoken => FactLayout.Woken,
        WalkEnded => FactLayout.Ended,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "not a fact of a walk"),
    };

    private static void WriteParts(FactBytes bytes, WalkFact fact, string requestId, RequestArrived? arrived)
    {
        switch (fact)
        {
            case RequestArrived f:
                Write(bytes, f, requestId);
                break;
            case BackendPicked f:
                Write(bytes, f, arrived);
                break;
            case LeaseAnswered f:
                Write(bytes, f);
                break;
            case UpstreamAnswered f:
                Write(bytes, f);
                break;
            case WaitBegan f:
                bytes.Signed(f.Ticket);
                bytes.Signed(f.Position);
                WriteBodies(bytes, f.Bytes, f.Held);
                break;
            case WaitRefused f:
                bytes.Signed(f.Waiting);
                WriteBodies(bytes, f.Bytes, f.Held);
                break;
            case WaitForegone f:
                // Ticks from this fact to the later instant, plus one; 0: none was known.
                bytes.Signed(f.Earliest is { } earliest ? earliest.UtcTicks - f.At.UtcTicks + 1 : 0);
                break;
            case RoundBegan f:
                RoundBytes.Write(bytes, f, arrived?.Model ?? "", arrived?.Ask ?? default);
                break;
            case WaitWoken f:
                bytes.Signed(f.Ticket);
                bytes.Text(f.Backend);
                PlaceBytes.Write(bytes, f.Place);
                break;
            case WalkEnded f:
                Write(bytes, f);
                break;
        }
    }

    private static void WriteBodies(FactBytes bytes, long own, long held)
    {
        if (own == 0 && held == 0)
            return;
        bytes.Signed(own);
        bytes.Signed(held);
    }

    private static void Write(FactBytes bytes, RequestArrived f, string requestId)
    {
        var isOther = f.RequestId != requestId;
        bytes.Number((ulong)((f.Stream ? ArrivedParts.Stream : 0) | (f.Client is null ? 0 : ArrivedParts.Client)
            | (isOther ? ArrivedParts.Id : 0) | (f.Input == f.Tokens ? 0 : ArrivedParts.Input) | AskBytes.PartsOf(f.Ask)
            | (f.Prefers is null ? 0 : ArrivedParts.Prefers) | (f.Maker is null ? 0 : ArrivedParts.Maker)));
        if (isOther)
            bytes.Text(f.RequestId);
        bytes.Text(f.Model);
        bytes.Signed(f.Tokens);
        if (f.Input != f.Tokens)
            bytes.Signed(f.Input);
        if (f.Client is not null)
            bytes.Text(f.Client);
        bytes.Signed(f.RequestNumber);
        bytes.Whole(f.Seed);
        AskBytes.Write(bytes, f.Ask);
        if (f.Prefers is not null)
            bytes.Text(f.Prefers);
        if (f.Maker is not null)
            bytes.Text(f.Maker);
    }

    private static void Write(FactBytes bytes, BackendPicked f, RequestArrived? arrived)
    {
        bytes.Number((ulong)((f.Chosen >= 0 ? PickedParts.Chosen : 0) | (f.Loads is null ? 0 : PickedParts.Candidates)
            | (f.Phase == RequestPhase.Routing ? 0 : PickedParts.Phase)));
        if (f.Phase != RequestPhase.Routing)
            bytes.Text(f.Phase.ToWire());
        var backends = f.Board.Catalog.Backends;
        if (f.Chosen >= 0)
            bytes.Text(backends[f.Chosen].Id);
        bytes.Signed(f.Board.Version);
        if (f.Loads is not { } loads)
            return;
        var retired = 0;
        for (var i = 0; i < loads.Length; i++)
            retired += backends[i].IsRetired ? 1 : 0;
        bytes.Number((ulong)(loads.Length - retired));
        // Eligible backends with their load, the others with the reason for which they were excluded.
        for (var i = 0; i < loads.Length; i++)
        {
            if (backends[i].IsRetired)
                continue;
            bytes.Text(backends[i].Id);
            var why = Exclusion.Of(f, i, loads[i], arrived?.Model ?? "", arrived?.Tokens ?? 0, arrived?.Input ?? 0,
                arrived?.Ask ?? default);
            bytes.Number(why is null ? (ulong)loads[i] + 1 : 0);
            if (why is not null)
                bytes.Text(why);
        }
    }

    private static void Write(FactBytes bytes, LeaseAnswered f)
    {
        var hasPlace = f.Place.Number > 0;
        bytes.Number((ulong)((f.Epoch is null ? 0 : LeaseParts.Epoch) | (f.Phase == RequestPhase.Routing ? 0 : LeaseParts.Phase)
            | (f.Refusal == LeaseRefusal.None ? 0 : LeaseParts.Refused) | (f.RetryAt is null ? 0 : LeaseParts.RetryAt)
            | (f.IsProbe ? LeaseParts.Probe : 0) | (hasPlace ? PlaceBytes.PartsOf(f.Place) : 0)));
        if (f.Phase != RequestPhase.Routing)
            bytes.Text(f.Phase.ToWire());
        bytes.Text(f.Backend);
        if (f.Refusal != LeaseRefusal.None)
            bytes.Text(f.Refusal.ToWire());
        if (f.RetryAt is { } retryAt)
            bytes.Signed(retryAt.UtcTicks - f.At.UtcTicks);
        if (f.Epoch is { } epoch)
            bytes.Signed(epoch);
        if (hasPlace)
            PlaceBytes.Write(bytes, f.Place);
    }

    private static void Write(FactBytes bytes, UpstreamAnswered f)
    {
        bytes.Number((ulong)((f.Status is null ? 0 : AnsweredParts.Status) | (f.Error is null ? 0 : AnsweredParts.Error)
            | (f.Phase == RequestPhase.Routing ? 0 : AnsweredParts.Phase) | (f.RetryAfterMs is null ? 0 : AnsweredParts.RetryAfter)
            | (f.IsOutdated ? AnsweredParts.OldKey : 0)
            | (f.IsSilent ? AnsweredParts.Silent : 0) | (f.IsLimitUsed ? AnsweredParts.LimitUsed : 0)
            | (f.IsShareOver ? AnsweredParts.ShareOver : 0) | (f.Translated == Translations.None ? 0 : AnsweredParts.Translated)));
        if (f.Phase != RequestPhase.Routing)
            bytes.Text(f.Phase.ToWire());
        bytes.Text(f.Backend);
        bytes.Signed(f.Attempt);
        if (f.Status is { } status)
            bytes.Signed(status);
        if (f.Error is { } error)
            bytes.Text(error.ToWire());
        bytes.Text(f.Verdict.ToWire());
        if (f.RetryAfterMs is { } retryAfter)
            bytes.Signed(retryAfter);
        if (f.Translated != Translations.None)
            bytes.Text(f.Translated.ToWire());
    }

    private static void Write(FactBytes bytes, WalkEnded f)
    {
        bytes.Number((ulong)((f.Told is null ? 0 : EndedParts.Told) | (f.RetryAfterMs is null ? 0 : EndedParts.RetryAfter)));
        bytes.Signed(f.Status);
        bytes.Text(f.Code);
        bytes.Signed(f.Bytes);
        if (f.Told is { } told)
            bytes.Text(told.ToWire());
        if (f.RetryAfterMs is { } asked)
            bytes.Signed(asked);
    }
}
