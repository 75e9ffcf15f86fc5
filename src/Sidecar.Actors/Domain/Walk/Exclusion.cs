using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Walk;

/// <summary>The stored reasons why a backend was left out of a pick.</summary>
internal static class Exclusion
{
    public const string Probing = "probing";

    /// <summary>The upstream said that it does not have the model.</summary>
    public const string ModelAbsent = "model-absent";

    /// <summary>The request exceeds what the backend takes, per minute or at all, and another backend can take it.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The backend does not speak the requested API, and the request cannot be translated for it.</summary>
    public const string Api = "api";

    /// <summary>A prefix; the reason of the rest follows.</summary>
    public const string Cooling = "cooling:";

    /// <summary>Why a backend was left out; null if it could have been chosen.</summary>
    /// <param name="picked">The pick.</param>
    /// <param name="index">The backend.</param>
    /// <param name="load">Its load then; negative if its limits were used up.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="tokens">The token estimate that limits are checked with.</param>
    /// <param name="input">The part of the estimate that is the request itself.</param>
    /// <param name="ask">The requested API.</param>
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

    /// <summary>Why a backend was left out of an emergency round; null if it was not, or only rested.</summary>
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

    /// <summary>Why a backend's rests alone exclude a request; null if they let it through.</summary>
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
