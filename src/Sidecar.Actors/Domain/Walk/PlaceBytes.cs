using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>Writes and reads a fact's place in the order of its backend, or of the pool.</summary>
internal static class PlaceBytes
{
    public static LeaseParts PartsOf(LeasePlace place) => LeaseParts.Place
        | (place.Board > 0 ? LeaseParts.Board : 0)
        | (place.Returned is { Count: > 0 } ? LeaseParts.Returned : 0)
        | (place.Quiet is { Count: > 0 } ? LeaseParts.Quiet : 0);

    public static void Write(FactBytes bytes, LeasePlace place)
    {
        bytes.Signed(place.Number);
        bytes.Signed(place.Events);
        if (place.Board > 0)
            bytes.Signed(place.Board);
        if (place.Returned is { Count: > 0 } returned)
        {
            bytes.Number((ulong)returned.Count);
            for (var i = 0; i < returned.Count; i++)
                bytes.Signed(returned[i]);
        }
        if (place.Quiet is not { Count: > 0 } quiet)
            return;
        bytes.Number((ulong)quiet.Count);
        for (var i = 0; i < quiet.Count; i++)
        {
            bytes.Signed(quiet[i].Number);
            bytes.Signed(quiet[i].Events);
        }
    }

    public static LeasePlace ReadLease(ref FactBytesReader bytes, LeaseParts parts)
    {
        var place = new LeasePlace(bytes.Signed(), bytes.Signed());
        if (parts.HasFlag(LeaseParts.Board))
            place = place with { Board = bytes.Signed() };
        if (parts.HasFlag(LeaseParts.Returned))
        {
            var returned = new long[bytes.Count()];
            for (var i = 0; i < returned.Length; i++)
                returned[i] = bytes.Signed();
            place = place with { Returned = returned };
        }
        if (!parts.HasFlag(LeaseParts.Quiet))
            return place;
        var quiet = new QuietReport[bytes.Count()];
        for (var i = 0; i < quiet.Length; i++)
            quiet[i] = new QuietReport(bytes.Signed(), bytes.Signed());
        return place with { Quiet = quiet };
    }

    /// <summary>Writes the number of steps (0 if the pool gives none), then each step as its letter, its number and its
    /// backend.</summary>
    public static void Write(FactBytes bytes, PoolPlace place)
    {
        if (place.Steps is not { } steps)
        {
            bytes.Number(0);
            return;
        }
        bytes.Number((ulong)steps.Count + 1);
        bytes.Signed(place.First);
        for (var i = 0; i < steps.Count; i++)
        {
            bytes.Byte((byte)steps[i].Kind);
            bytes.Signed(steps[i].Number);
            bytes.Byte((byte)(steps[i].Backend is null ? 0 : 1));
            if (steps[i].Backend is { } backend)
                bytes.Text(backend);
        }
    }

    public static PoolPlace ReadPool(ref FactBytesReader bytes)
    {
        var count = bytes.Number();
        if (count == 0)
            return default;
        var first = bytes.Signed();
        var steps = new List<PoolStep>();
        for (; count > 1; count--)
            steps.Add(new PoolStep((PoolStepKind)bytes.Byte(), bytes.Signed(), bytes.Byte() == 0 ? null : bytes.Text()));
        return new PoolPlace(first, steps);
    }
}
