using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Diagnostics;

/// <summary>A backend's state in one word, as metrics show it.</summary>
internal static class ShownState
{
    public const string Available = "available";

    /// <summary>Only single models rest (<c>cooldown-scope = model</c>).</summary>
    public const string PartlyCooling = "partly_cooling";

    public const string Cooling = "cooling";

    public const string Probing = "probing";

    public const string Disabled = "disabled";

    public static readonly IReadOnlyList<string> All = [Available, PartlyCooling, Cooling, Probing, Disabled];

    public static string Of(Backend backend, BackendState state, DateTimeOffset now)
    {
        if (!backend.Enabled)
            return Disabled;
        if (state.Whole.IsCoolingAt(now))
            return Cooling;
        // A rest that is over, even if no event says so yet, is followed by a probe.
        if (state.Whole.Mode != RestMode.Available)
            return Probing;
        return state.Models.Values.Any(rest => rest.IsCoolingAt(now)) ? PartlyCooling : Available;
    }

    /// <summary>The time until the last of its rests is over.</summary>
    public static TimeSpan RestOf(BackendState state, DateTimeOffset now)
    {
        var until = state.Whole.IsCoolingAt(now) ? state.Whole.Until : now;
        foreach (var rest in state.Models.Values)
            if (rest.IsCoolingAt(now) && rest.Until > until)
                until = rest.Until;
        return until - now;
    }
}
