using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Walk;

/// <summary>Names what kept a backend out of a pick.</summary>
public static class Exclusion
{
    /// <summary>The reason's name; null for one that could have been chosen.</summary>
    /// <param name="picked">The pick.</param>
    /// <param name="index">The backend.</param>
    /// <param name="load">Its load then; negative when its limits were used up.</param>
    /// <param name="model">The model asked for.</param>
    public static string? Of(BackendPicked picked, int index, int load, string model)
    {
        var backend = picked.Board.Catalog.Backends[index];
        var state = picked.Board.States[index];
        if (!backend.Enabled)
            return "disabled";
        if (!backend.Serves(model))
            return "model";
        if (picked.Excluded.Contains(index))
            return "tried";
        if (!state.IsOpenFor(model, picked.At))
            return state.Whole.IsProbedAt(picked.At) || state.Rest(model).IsProbedAt(picked.At)
                ? "probing"
                : "cooling:" + (state.Whole.IsCoolingAt(picked.At) ? state.Whole : state.Rest(model)).Reason.ToWire();
        if (load < 0)
            return "limited";
        return picked.Board.Promised[index] ? "promised" : null;
    }
}
