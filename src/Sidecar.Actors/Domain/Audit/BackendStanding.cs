using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Audit;

/// <summary>A backend's state at an instant: as a whole, and for each model that has a state of its own.</summary>
public sealed record BackendStanding(
    CooldownStanding Whole, IReadOnlyList<KeyValuePair<string, CooldownStanding>> Models, int Failures, long Epoch)
{
    /// <summary>Models that the upstream said it lacks, and until when each is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> Absent { get; init; } = [];

    /// <summary>Learnt limits by model; the empty name stands for the whole backend.</summary>
    public IReadOnlyList<KeyValuePair<string, LearnedLimit>> Limits { get; init; } = [];

    /// <param name="state">The backend's events folded up to <paramref name="at"/>.</param>
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
