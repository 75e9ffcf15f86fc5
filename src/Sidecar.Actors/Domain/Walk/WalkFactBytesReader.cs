using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Walk;

/// <summary>Reads what <see cref="WalkFactBytes"/> wrote.</summary>
internal static class WalkFactBytesReader
{
    public static List<StoredFact> Read(ReadOnlySpan<byte> stored, string requestId, Func<long, string?>? nameOf)
    {
        var bytes = new FactBytesReader(stored, nameOf);
        if (bytes.Byte() is var version && version != FactLayout.Version)
            throw new InvalidDataException($"its form {version} is of a later version");
        var (facts, at) = (new List<StoredFact>(), FactLayout.Zero);
        while (!bytes.IsAtEnd)
        {
            var kind = bytes.Byte();
            at = at.AddTicks(bytes.Signed());
            facts.Add(ReadParts(ref bytes, kind, at, requestId));
        }
        return facts;
    }

    private static StoredFact ReadParts(ref FactBytesReader bytes, byte kind, DateTimeOffset at, string requestId) => kind switch
    {
        FactLayout.Arrived => Arrived(ref bytes, new StoredFact("arrived", at), requestId),
        FactLayout.Picked => Picked(ref bytes, new StoredFact("picked", at)),
        FactLayout.Lease => Lease(ref bytes, new StoredFact("lease", at)),
        FactLayout.Answered => Answered(ref bytes, new StoredFact("answered", at)),
        FactLayout.Queued => new StoredFact("queued", at) { Ticket = bytes.Signed(), Position = bytes.Small() },
        FactLayout.Full => new StoredFact("full", at) { Waiting = bytes.Small() },
        FactLayout.QueuedWithBytes => new StoredFact("queued", at)
        {
            Ticket = bytes.Signed(),
            Position = bytes.Small(),
            Bytes = Some(bytes.Signed()),
            Held = Some(bytes.Signed()),
        },
        FactLayout.FullWithBytes =>
            new StoredFact("full", at) { Waiting = bytes.Small(), Bytes = Some(bytes.Signed()), Held = Some(bytes.Signed()) },
        FactLayout.Foregone => new StoredFact("foregone", at)
        {
            RetryAt = bytes.Signed() is var ahead and not 0 ? at.AddTicks(ahead - 1) : null,
        },
        FactLayout.Round => RoundBytes.Read(ref bytes, new StoredFact("round", at)),
        FactLayout.Woken => new StoredFact("woken", at)
        {
            Ticket = bytes.Signed(),
            Backend = bytes.Text(),
            Heard = PlaceBytes.ReadPool(ref bytes),
        },
        FactLayout.Ended => Ended(ref bytes, new StoredFact("ended", at)),
        _ => throw new InvalidDataException($"there is no kind {kind}"),
    };

    private static StoredFact Arrived(ref FactBytesReader bytes, StoredFact fact, string requestId)
    {
        var parts = (ArrivedParts)bytes.Number();
        fact = fact with { RequestId = parts.HasFlag(ArrivedParts.Id) ? bytes.Text() : requestId };
        fact = fact with { Stream = parts.HasFlag(ArrivedParts.Stream), Model = bytes.Text(), Tokens = bytes.Signed() };
        fact = fact with { Input = parts.HasFlag(ArrivedParts.Input) ? bytes.Signed() : null };
        fact = fact with { Client = parts.HasFlag(ArrivedParts.Client) ? bytes.Text() : null };
        fact = fact with { RequestNumber = bytes.Signed(), Seed = bytes.Whole() };
        fact = fact with { Ask = AskBytes.Read(ref bytes, parts) };
        fact = fact with { Prefers = parts.HasFlag(ArrivedParts.Prefers) ? bytes.Text() : null };
        return fact with { Maker = parts.HasFlag(ArrivedParts.Maker) ? bytes.Text() : null };
    }

    private static StoredFact Picked(ref FactBytesReader bytes, StoredFact fact)
    {
        var parts = (PickedParts)bytes.Number();
        fact = fact with { Phase = Phase(ref bytes, parts.HasFlag(PickedParts.Phase)) };
        fact = fact with { Backend = parts.HasFlag(PickedParts.Chosen) ? bytes.Text() : null };
        fact = fact with { Board = bytes.Signed() };
        if (!parts.HasFlag(PickedParts.Candidates))
            return fact;
        var candidates = new Dictionary<string, StoredCandidate>(StringComparer.Ordinal);
        for (var left = bytes.Count(); left > 0; left--)
        {
            var (id, load) = (bytes.Text(), bytes.Number());
            candidates[id] = load == 0 ? new StoredCandidate(null, bytes.Text(), null)
                : new StoredCandidate(checked((int)(load - 1)), null, null);
        }
        return fact with { Candidates = candidates };
    }

    private static StoredFact Lease(ref FactBytesReader bytes, StoredFact fact)
    {
        var parts = (LeaseParts)bytes.Number();
        fact = fact with { Phase = Phase(ref bytes, parts.HasFlag(LeaseParts.Phase)), Backend = bytes.Text() };
        if (parts.HasFlag(LeaseParts.Refused))
            fact = fact with { Refusal = LeaseRefusalNames.FromWire(bytes.Text()) };
        if (parts.HasFlag(LeaseParts.RetryAt))
            fact = fact with { RetryAt = fact.At.AddTicks(bytes.Signed()) };
        if (parts.HasFlag(LeaseParts.Epoch))
            fact = fact with { Epoch = bytes.Signed() };
        fact = fact with { IsProbe = parts.HasFlag(LeaseParts.Probe) };
        return parts.HasFlag(LeaseParts.Place) ? fact with { Place = PlaceBytes.ReadLease(ref bytes, parts) } : fact;
    }

    private static StoredFact Answered(ref FactBytesReader bytes, StoredFact fact)
    {
        var parts = (AnsweredParts)bytes.Number();
        fact = fact with { Phase = Phase(ref bytes, parts.HasFlag(AnsweredParts.Phase)), Backend = bytes.Text(), Attempt = bytes.Small() };
        if (parts.HasFlag(AnsweredParts.Status))
            fact = fact with { Status = bytes.Small() };
        if (parts.HasFlag(AnsweredParts.Error))
            fact = fact with { Error = UpstreamErrorNames.FromWire(bytes.Text()) };
        fact = fact with { Verdict = AttemptVerdictNames.FromWire(bytes.Text()), IsOutdated = parts.HasFlag(AnsweredParts.OldKey) };
        fact = fact with { IsSilent = parts.HasFlag(AnsweredParts.Silent), IsLimitUsed = parts.HasFlag(AnsweredParts.LimitUsed) };
        fact = fact with { IsShareOver = parts.HasFlag(AnsweredParts.ShareOver) };
        if (parts.HasFlag(AnsweredParts.RetryAfter))
            fact = fact with { RetryAfterMs = bytes.Signed() };
        return parts.HasFlag(AnsweredParts.Translated) ? fact with { Translated = TranslationNames.FromWire(bytes.Text()) } : fact;
    }

    private static StoredFact Ended(ref FactBytesReader bytes, StoredFact fact)
    {
        var parts = (EndedParts)bytes.Number();
        fact = fact with { Status = bytes.Small(), Code = bytes.Text(), Bytes = bytes.Signed() };
        if (parts.HasFlag(EndedParts.Told))
            fact = fact with { Verdict = AttemptVerdictNames.FromWire(bytes.Text()) };
        return parts.HasFlag(EndedParts.RetryAfter) ? fact with { RetryAfterMs = bytes.Signed() } : fact;
    }

    private static RequestPhase? Phase(ref FactBytesReader bytes, bool isTold) =>
        isTold ? RequestPhaseNames.FromWire(bytes.Text()) : RequestPhase.Routing;

    // As in JSON, a size of zero is left out.
    private static long? Some(long bytes) => bytes > 0 ? bytes : null;
}
