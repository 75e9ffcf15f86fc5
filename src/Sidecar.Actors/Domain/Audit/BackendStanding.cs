using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Audit;

/// <summary>What a backend is at an instant: as a whole, and each model that is not simply well.</summary>
public sealed record BackendStanding(
    CooldownStanding Whole, IReadOnlyList<KeyValuePair<string, CooldownStanding>> Models, int Failures, long Epoch)
{
    /// <summary>Models that the upstream said it does not have, and until when each is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> Absent { get; init; } = [];

    /// <summary>Limits that were learnt, by model; by the empty name that of the whole backend.</summary>
    public IReadOnlyList<KeyValuePair<string, LearnedLimit>> Limits { get; init; } = [];

    /// <param name="state">The fold of the backend's events up to <paramref name="at"/>.</param>
    public static BackendStanding Of(BackendState state, DateTimeOffset at) => new(
        CooldownStanding.Of(state.Whole, at),
        [.. state.Models.Select(model => KeyValuePair.Create(model.Key, CooldownStanding.Of(model.Value, at)))],
        state.Failures,
        state.Epoch)
    {
        Absent = [.. state.Absent.Until.Where(model => at < model.Value)],
        Limits = [.. state.Limits],
    };
}
