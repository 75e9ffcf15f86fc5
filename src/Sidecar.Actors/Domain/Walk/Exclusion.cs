using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Walk;

/// <summary>Names what kept a backend out of a pick.</summary>
internal static class Exclusion
{
    public const string Probing = "probing";

    /// <summary>The upstream said that it does not have the model.</summary>
    public const string ModelAbsent = "model-absent";

    /// <summary>The request is larger than what the backend takes, in a minute or at all, and another one can take it.</summary>
    public const string TooLarge = "too-large";

    /// <summary>It does not speak what the request asks for, and the request is not carried over for it.</summary>
    public const string Api = "api";

    /// <summary>Followed by the reason of the rest.</summary>
    public const string Cooling = "cooling:";

    /// <summary>The reason's name; null for one that could have been chosen.</summary>
    /// <param name="picked">The pick.</param>
    /// <param name="index">The backend.</param>
    /// <param name="load">Its load then; negative when its limits were used up.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="tokens">The estimate that limits are asked with.</param>
    /// <param name="input">What of it is the request itself.</param>
    /// <param name="ask">What is asked for.</param>
    public static string? Of(
        BackendPicked picked, int index, int load, string model, long tokens = 0, long input = 0, in RequestAsk ask = default)
    {
        var backend = picked.Board.Catalog.Backends[index];
        var state = picked.Board.States[index];
        if (!backend.Enabled)
            return "disabled";
        if (!backend.Serves(model))
            return "model";
        if (!ask.IsTakenBy(backend))
            return Api;
        if (picked.Excluded.Contains(index))
            return backend.IsExceededBy(model, tokens, input) ? TooLarge : "tried";
        if (OfRest(state, model, picked.At) is { } resting)
            return resting;
        if (load < 0)
            return "limited";
        return picked.Board.Promised[index].Holds(model) ? "promised" : null;
    }

    /// <summary>What keeps a backend out of an emergency round; null where nothing does but a rest.</summary>
    public static string? FromRound(RoundBegan round, int index, string model, in RequestAsk ask = default)
    {
        var (backend, state) = (round.Board.Catalog.Backends[index], round.Board.States[index]);
        if (!backend.Enabled)
            return "disabled";
        if (!backend.Serves(model))
            return "model";
        if (!ask.IsTakenBy(backend))
            return Api;
        if (round.Refused.Contains(index))
            return "tried";
        if (state.LacksCredentials(round.At))
            return "credentials";
        return state.LacksModel(model, round.At) ? ModelAbsent : null;
    }

    /// <summary>What a backend's rests alone have against a request; null when they let it through.</summary>
    public static string? OfRest(BackendState state, string model, DateTimeOffset at)
    {
        if (state.IsOpenFor(model, at))
            return null;
        if (state.LacksModel(model, at))
            return ModelAbsent;
        return state.Whole.IsProbedAt(at) || state.Rest(model).IsProbedAt(at)
            ? Probing
            : Cooling + (state.Whole.IsCoolingAt(at) ? state.Whole : state.Rest(model)).Reason.ToWire();
    }
}
