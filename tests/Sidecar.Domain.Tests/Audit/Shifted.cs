using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Audit;

/// <summary>Events as a wrongly set clock would date them.</summary>
internal static class Shifted
{
    public static IBackendEvent By(IBackendEvent happened, double seconds)
    {
        var step = TimeSpan.FromSeconds(seconds);
        return happened switch
        {
            CooldownStarted e => e with { At = e.At + step, Until = e.Until + step },
            CooldownExtended e => e with { At = e.At + step, Until = e.Until + step },
            CooldownEnded e => e with { At = e.At + step },
            ProbeLeased e => e with { At = e.At + step, Until = e.Until + step },
            ProbeReleased e => e with { At = e.At + step },
            ProbeClosed e => e with { At = e.At + step },
            StreakReset e => e with { At = e.At + step },
            ModelLeftOut e => e with { At = e.At + step, Until = e.Until + step },
            FailureCounted e => e with { At = e.At + step },
            FailuresCleared e => e with { At = e.At + step },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, null),
        };
    }
}
