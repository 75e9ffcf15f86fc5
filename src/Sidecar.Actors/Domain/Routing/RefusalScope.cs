using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Routing;

/// <summary>Whether a refused lease concerns one model only.</summary>
internal static class RefusalScope
{
    public static bool IsOfModel(LeaseRefusal refusal, Backend backend) => refusal switch
    {
        LeaseRefusal.ModelAbsent => true,
        LeaseRefusal.Cooling or LeaseRefusal.ProbeInFlight or LeaseRefusal.LearnedLimit => backend.CooldownScope == CooldownScope.Model,
        _ => false,
    };
}
